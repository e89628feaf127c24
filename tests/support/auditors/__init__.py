"""Checks by others: tools that nobody of this project wrote, in installations of their own."""
