"""Rules about how values are written."""
