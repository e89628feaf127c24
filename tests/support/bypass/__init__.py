"""Seeded attempts to get past a gateway, and the judge of what came through."""
