"""Rules about local accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.people.assumed_email import AssumedEmail
from constructs_lib.guardrails.rules.people.local_user import LocalUser
from constructs_lib.guardrails.rules.people.permanent_password import PermanentPassword
from constructs_lib.guardrails.rules.people.team_person import TeamPerson

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    AssumedEmail(),
    LocalUser(),
    PermanentPassword(),
    TeamPerson(),
)
"""The topic's rules."""
