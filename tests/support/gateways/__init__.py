"""Real gateways before an API, and what judges their files."""
