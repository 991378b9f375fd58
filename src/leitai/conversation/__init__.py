"""Threads: people talk on the subject they talk about, and whoever may not see it hears nothing."""
