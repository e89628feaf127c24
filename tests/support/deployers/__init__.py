"""Clients that may do no more than they must, for tests."""
