"""Schemes, runs, statements, awards, and the one budget ledger."""
