"""Environments in a realm that somebody else made and owns."""
