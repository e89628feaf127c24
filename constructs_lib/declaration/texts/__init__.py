"""Texts that people write: what they may hold, and how a message shows them."""
