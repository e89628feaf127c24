"""KC-EXHAUSTIVE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Exhaustive"]


class Exhaustive(Rule):
    """A grant takes nothing away."""

    id = "KC-EXHAUSTIVE"
    info = "a grant takes away what it does not list"
    why = (
        "Left out, exhaustive is true: the apply takes Keycloak's default roles, and what other stacks and tools "
        "granted, away."
    )
    source = "provider resources keycloak_user_roles, keycloak_group_roles, keycloak_user_groups"
    remedy = "set exhaustive to false, or to true where that is meant"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to grants that leave it out."""
        for grant in configuration.resources("keycloak_user_roles", "keycloak_group_roles", "keycloak_user_groups"):
            if not grant.is_set("exhaustive"):
                yield grant.violation("exhaustive is left out, which means true")
