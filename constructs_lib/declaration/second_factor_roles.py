"""Realm roles whose holders log in with a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.props import SecondFactor

__all__ = ["SECOND_FACTORS", "second_factor_role"]

SECOND_FACTORS: tuple[SecondFactor, ...] = ("otp", "passkey")
"""What there is."""


def second_factor_role(factor: SecondFactor) -> str:
    """Return the realm role that calls for it; no token holds it, since tokens hold roles of the API's client alone."""
    return f"second-factor-{factor}"
