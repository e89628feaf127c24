"""Realm role of people whose account, or whose groups, come from an identity provider."""

from __future__ import annotations

__all__ = ["BROKERED_ROLE"]

BROKERED_ROLE = "identity-provider-person"
"""Its holders log in at their provider alone; no token holds it, since tokens hold roles of the API's client alone.

A password that they set here would outlive their account at the provider.
"""
