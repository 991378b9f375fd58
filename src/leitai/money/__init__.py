"""Amounts and rates as columns and as form fields: exact from the keyboard to the database."""
