"""Rules about realms."""
