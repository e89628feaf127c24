"""Tests of tools.kept_synthesis."""
