"""Stored files: judged by what they hold, never by what they are called."""
