"""KC-AUDIENCE-BUILT-IN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.realm_defaults import BUILT_IN_CLIENTS
from constructs_lib.guardrails.keycloak.mappers import MAPPERS
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BuiltInAudience"]


class BuiltInAudience(Rule):
    """An API's audience is its own."""

    id = "KC-AUDIENCE-BUILT-IN"
    info = "tokens are issued for a client of Keycloak's own"
    why = (
        "Keycloak names account in its default tokens: an API that expects it takes the token of any application, and "
        "a token for realm-management administers the realm."
    )
    source = "RFC 9068 section 3, ASVS 5.0 V10.3.1"
    remedy = "name the API, as its URL or its client id, in the audience"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to audience mappers that name a client which Keycloak makes with every realm."""
        for mapper in configuration.resources(*MAPPERS):
            for kind in ("client", "custom"):
                argument, setting = f"included_{kind}_audience", f"included.{kind}.audience"
                if mapper.may_be(argument, *BUILT_IN_CLIENTS):
                    yield mapper.violation(f"it writes the audience '{mapper.text(argument)}'")
                if mapper.setting_may_be(setting, *BUILT_IN_CLIENTS):
                    yield mapper.violation(f"it writes the audience '{mapper.setting(setting)}'")
