"""Leitai 擂台: goals, PK contests and incentives for sales teams, on one ledger of records."""

__version__ = "0.1.0"
