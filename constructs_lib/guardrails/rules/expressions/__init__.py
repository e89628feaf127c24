"""Rules about how values are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.expressions.malformed import Malformed
from constructs_lib.guardrails.rules.expressions.nonsensitive import Nonsensitive

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    Malformed(),
    Nonsensitive(),
)
"""The topic's rules."""
