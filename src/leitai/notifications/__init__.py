"""Telling people: an outbox written with the change, an inbox they read, reminders that come when due."""
