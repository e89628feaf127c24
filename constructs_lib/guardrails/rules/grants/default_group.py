"""KC-DEFAULT-GROUP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DefaultGroup"]


class DefaultGroup(Rule):
    """Nobody gets a group for being new."""

    id = "KC-DEFAULT-GROUP"
    info = "everybody who is new joins a group"
    why = "Every later account has the group's roles, whoever made it and wherever it comes from."
    source = "ASVS 5.0 V8.2.1"
    remedy = "name the people of the group, or the claims and directory groups that bring them"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each list of default groups with a group in it."""
        for owner in configuration.resources("keycloak_default_groups"):
            if owner.value("group_ids") not in (None, []):
                yield owner.violation("every new account joins its groups")
