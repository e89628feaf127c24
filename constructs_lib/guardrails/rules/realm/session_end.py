"""KC-SESSION-END."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import OFFLINE_ACCESS
from constructs_lib.guardrails.keycloak.client_scopes import ClientScopes
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.keycloak.client_scopes import AssignedScopes
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SessionEnd"]

_MAXIMA = (
    "sso_session_max_lifespan",
    "sso_session_max_lifespan_remember_me",
    "client_session_max_lifespan",
    "offline_session_max_lifespan",
)
_CLIENT = "keycloak_openid_client"
# Maxima of clients: an argument, and the same in extra_config, which newer providers refuse, since it is an argument's.
_SESSIONS = ("client_session_max_lifespan", "client.session.max.lifespan")
_OFFLINE_SESSIONS = ("client_offline_session_max_lifespan", "client.offline.session.max.lifespan")
# NIST SP 800-63B section 4.1.3: people log in again every 30 days at the latest.
_LONGEST_S = 30 * 24 * 3600


class SessionEnd(Rule):
    """Sessions, and with them refresh tokens, end whatever their use."""

    id = "KC-SESSION-END"
    info = "sessions have no absolute end"
    why = (
        "A stolen session or offline token that is kept in use never ends: Keycloak's offline sessions do not, by "
        "default."
    )
    source = "ASVS 5.0 V10.4.8 and V7.3.2"
    remedy = "end sessions, and offline ones (offline_session_max_lifespan_enabled), after 720h (30d) or less"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to offline sessions without end, and to sessions of more than 30 days."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.may_be_true("offline_session_max_lifespan_enabled"):
                yield realm.violation("offline sessions have no end: offline_session_max_lifespan_enabled is not on")
            for argument in _MAXIMA:
                lifespan = realm.duration(argument)
                if lifespan is not None and lifespan > _LONGEST_S:
                    yield realm.violation(f"{argument} is {realm.text(argument)}, more than 30 days")
        for client in configuration.resources(_CLIENT):
            yield from _too_long(client, *_SESSIONS)
        offline = [
            (client, violation)
            for client in configuration.resources(_CLIENT)
            for violation in _too_long(client, *_OFFLINE_SESSIONS)
        ]
        if offline:
            scopes = ClientScopes(configuration)
            yield from (violation for client, violation in offline if _may_be_offline(scopes.of(client)))


def _too_long(client: Resource, argument: str, setting: str) -> Iterator[Violation]:
    for name, lifespan in ((argument, client.number(argument)), (setting, client.number_setting(setting))):
        if lifespan is not None and lifespan > _LONGEST_S:
            yield client.violation(f"{name} is {lifespan} seconds, more than 30 days")


def _may_be_offline(scopes: AssignedScopes) -> bool:
    """Tell whether a client may ask for offline sessions, as far as one can tell: else it has none that could end."""
    return not (scopes.listed and scopes.complete) or OFFLINE_ACCESS in scopes.names
