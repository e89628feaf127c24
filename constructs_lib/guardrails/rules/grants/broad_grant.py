"""KC-BROAD-GRANT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import EVERY_MODEL_PREFIX, ModelAction
from constructs_lib.guardrails.keycloak.granted_roles import granted_roles
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BroadGrant"]

_MANAGE_EVERY = ModelAction(EVERY_MODEL_PREFIX, "manage").role


class BroadGrant(Rule):
    """Nobody manages every model."""

    id = "KC-BROAD-GRANT"
    info = "somebody may manage every model, later ones too"
    why = "The grant covers models that do not exist yet, of teams that were never asked."
    source = "ASVS 5.0 V8.2.1 and V10.4.11"
    remedy = "grant manage on each model by name"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each grant of the role behind `"*": [manage]`."""
        for grant in granted_roles(configuration):
            if grant.role == _MANAGE_EVERY:
                yield grant.by.violation(f"'{grant.role}' manages every model")
