"""Settings, addresses, entry points and the `leitai` command."""
