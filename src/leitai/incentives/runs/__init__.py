"""How a run comes about: crediting → roster → ledger → freezing → calculating → statements → replaying."""
