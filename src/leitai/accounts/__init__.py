"""Sign-in, the names of roles, and who may open what."""
