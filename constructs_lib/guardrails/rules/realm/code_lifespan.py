"""KC-CODE-LIFESPAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["CodeLifespan"]

_LONGEST_S = 60


class CodeLifespan(Rule):
    """An authorization code lives a minute at the most."""

    id = "KC-CODE-LIFESPAN"
    info = "authorization codes live over a minute"
    why = "A code that leaks through a log or a referrer can be redeemed for as long as it lives."
    source = "ASVS 5.0 V10.4.3"
    remedy = "set access_code_lifespan to 1m or less"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to a longer lifespan; Keycloak's own is a minute."""
        for realm in configuration.resources("keycloak_realm"):
            lifespan = realm.duration("access_code_lifespan")
            if lifespan is not None and lifespan > _LONGEST_S:
                yield realm.violation(f"authorization codes live {realm.text('access_code_lifespan')}, more than 1m")
