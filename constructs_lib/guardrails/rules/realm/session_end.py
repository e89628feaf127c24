"""KC-SESSION-END."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SessionEnd"]

_MAXIMA = (
    "sso_session_max_lifespan",
    "sso_session_max_lifespan_remember_me",
    "client_session_max_lifespan",
    "offline_session_max_lifespan",
)
_MAXIMA_OF_CLIENTS = ("client_session_max_lifespan", "client_offline_session_max_lifespan")
# The same in extra_config, which newer providers refuse, since they are arguments'.
_SETTINGS_OF_CLIENTS = ("client.session.max.lifespan", "client.offline.session.max.lifespan")
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
    remedy = "set offline_session_max_lifespan_enabled to true, and each maximum to 720h or less"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to offline sessions without end, and to sessions of more than 30 days."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.may_be_true("offline_session_max_lifespan_enabled"):
                yield realm.violation("offline sessions have no end: offline_session_max_lifespan_enabled is not on")
            for argument in _MAXIMA:
                lifespan = realm.duration(argument)
                if lifespan is not None and lifespan > _LONGEST_S:
                    yield realm.violation(f"{argument} is {realm.text(argument)}, more than 30 days")
        for client in configuration.resources("keycloak_openid_client"):
            found = {argument: client.number(argument) for argument in _MAXIMA_OF_CLIENTS}
            found |= {key: client.number_setting(key) for key in _SETTINGS_OF_CLIENTS}
            for name, lifespan in found.items():
                if lifespan is not None and lifespan > _LONGEST_S:
                    yield client.violation(f"{name} is {lifespan} seconds, more than 30 days")
