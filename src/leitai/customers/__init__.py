"""Customers as a dimension of what happened."""
