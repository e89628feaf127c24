"""Tokens of a local environment, for trying things out."""
