"""Who changed what, when: one mechanism for the whole product, sealed; and what `leitai verify` checks."""
