"""Rules about directories and identity providers."""
