"""Tokens of a local environment."""
