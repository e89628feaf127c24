"""All rules, by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules import (
    clients,
    expressions,
    grants,
    handwritten,
    identity,
    people,
    realm,
    secrets,
    state,
    tokens,
)
from constructs_lib.guardrails.rules.expressions.ignored_changes import IgnoredChanges
from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.expressions.variable_decides import VariableDecides

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

_JUDGES: tuple[Rule, ...] = (
    *clients.RULES,
    *expressions.RULES,
    *grants.RULES,
    *handwritten.RULES,
    *identity.RULES,
    *people.RULES,
    *realm.RULES,
    *secrets.RULES,
    *state.RULES,
    *tokens.RULES,
)

RULES: tuple[Rule, ...] = (*_JUDGES, IgnoredChanges(_JUDGES), Unread(_JUDGES), VariableDecides(_JUDGES))
"""Every rule that is applied; a test finds a file that is missing here."""
