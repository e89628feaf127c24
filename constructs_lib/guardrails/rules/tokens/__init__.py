"""Rules about what tokens say."""
