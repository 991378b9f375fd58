"""Tasks: who does what by when, bound to anything."""
