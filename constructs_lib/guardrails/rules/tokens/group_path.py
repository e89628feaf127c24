"""KC-GROUP-PATH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import MAPPERS, mapper_kind
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["GroupPath"]

_GENERIC = "oidc-group-membership-mapper"


class GroupPath(Rule):
    """A token names groups as gateways compare them."""

    id = "KC-GROUP-PATH"
    level = Level.WARNING
    info = "a mapper writes the full path of groups"
    why = (
        "The claim says '/teams/risk' where a gateway compares 'risk', and moving a group changes what its "
        "members may do."
    )
    source = "Keycloak guide 'Server Administration', protocol mappers"
    remedy = "set full_path to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to group mappers that write paths; the typed one does by default."""
        joined = {
            checked.declaration.realm.name for checked in configuration.declared if checked.declaration.realm.is_joined
        }
        for mapper in configuration.resources(*MAPPERS):
            if mapper.text("realm_id") in joined:
                continue  # others have groups there: by their names alone, theirs would pass for ours
            if mapper.type == "keycloak_openid_group_membership_protocol_mapper":
                by_path = mapper.is_true("full_path") or not mapper.is_set("full_path")
            else:
                by_path = mapper_kind(mapper) == _GENERIC and mapper.setting("full.path") in (True, "true")
            if by_path:
                yield mapper.violation("it writes the full path of each group")
