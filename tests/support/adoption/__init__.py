"""Realms that somebody else made, for tests of their adoption."""
