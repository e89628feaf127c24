"""Rules about local accounts."""
