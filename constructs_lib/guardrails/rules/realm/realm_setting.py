"""KC-REALM-SETTING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.realm_settings import (
    BROWSER_HEADERS,
    brute_force_settings,
    event_settings,
    realm_settings,
)
from constructs_lib.guardrails.keycloak.declared_realms import is_spelled, own_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RealmSetting"]

_DEFENSES = "security_defenses"


class RealmSetting(Rule):
    """A realm has the settings that it is declared to have."""

    id = "KC-REALM-SETTING"
    info = "a setting of a declared realm is another than declared"
    why = (
        "What the declaration says of passwords, sessions, tokens and records is what a review has seen, also where "
        "another value would pass as strict enough."
    )
    source = "ASVS 5.0 V13.1.1"
    remedy = "change the declaration, or remove the override"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument of the realm and of its event log that is not what the declaration makes of it."""
        for declared in own_realms(configuration):
            props = declared.declaration.realm
            expected: dict[str, object] = {
                **realm_settings(props),
                **{
                    f"{_DEFENSES}.brute_force_detection.{k}": v
                    for k, v in (brute_force_settings(props.brute_force) or {}).items()
                },
                **{f"{_DEFENSES}.headers.{key}": value for key, value in BROWSER_HEADERS.items()},
            }
            for realm in declared.some("keycloak_realm"):
                for argument, value in expected.items():
                    if not is_spelled(realm, argument, value):
                        yield realm.violation(f"{argument} is not as it is declared")
            for events in declared.some("keycloak_realm_events"):
                for argument, value in event_settings(props).items():
                    if not is_spelled(events, argument, value):
                        yield events.violation(f"{argument} is not as it is declared")
