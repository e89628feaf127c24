"""Declarations that tests vary, in memory and as files, and what they synthesize to."""
