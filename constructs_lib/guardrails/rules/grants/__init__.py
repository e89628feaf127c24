"""Rules about who is granted what."""
