"""KC-REALM-TOKEN-LIFESPAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AccessTokenLifespan"]

_LONGEST_S = 15 * 60


class AccessTokenLifespan(Rule):
    """Access tokens of a realm live a quarter of an hour at the most."""

    id = "KC-REALM-TOKEN-LIFESPAN"
    info = "access tokens of a realm live over 15 minutes"
    why = "A withdrawn grant, and a stolen token, work until the token expires."
    source = "RFC 9700 section 4.10, RFC 6750 section 5.3"
    remedy = "set access_token_lifespan to 15m or less"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to a longer lifespan; Keycloak's own is 5 minutes."""
        for realm in configuration.resources("keycloak_realm"):
            lifespan = realm.duration("access_token_lifespan")
            if lifespan is not None and lifespan > _LONGEST_S:
                yield realm.violation(f"access tokens live {realm.text('access_token_lifespan')}, more than 15m")
