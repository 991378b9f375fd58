"""Questions about pay. Visibility comes first."""
