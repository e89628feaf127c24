"""Tokens and keys: right ones, wrong ones, and what they say."""
