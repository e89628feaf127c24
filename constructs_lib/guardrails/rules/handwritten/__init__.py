"""What hand-written code does to what is declared, and beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from constructs_lib.guardrails.rules.handwritten.overridden import Overridden

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (Overridden(), HandedOn())
"""The topic's rules."""
