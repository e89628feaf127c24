"""What a realm holds: read by the Admin API, expected from a declaration, and compared."""
