"""KC-IDP-SETTING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.readings import is_switched_on
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerSettings"]

# What each switch does where it is on, or off.
_ON = {
    "allowClientIdAsAudience": "tokens that are meant for a client's name are taken",
    "disableNonce": "an ID token that was issued for another login is taken",
    "disableTypeClaimCheck": "any JWT of the provider is taken for an ID token",
    "doNotStoreUsers": "people have no account that could be locked, or that a group's people are seen in",
    "jwtAuthorizationGrantAssertionReuseAllowed": "a token of the provider serves more than once",
    "jwtAuthorizationGrantEnabled": "clients trade tokens of the provider for ours with no login",
    "storeTokenInSession": "the provider's tokens lie in sessions, where mappers read them",
}
_OFF = {
    "validateSignature": "signatures are not checked",
    "wantAssertionsSigned": "unsigned assertions are taken",
}
_SKEWS, _MOST_SECONDS = ("allowedClockSkew", "jwtAuthorizationGrantAllowedClockSkew"), 120


class BrokerSettings(Rule):
    """What an identity provider's arguments ask for is not taken back by a setting beside them."""

    id = "KC-IDP-SETTING"
    info = "a setting of an identity provider takes less for a proof"
    why = (
        "extra_config holds what no argument says: checks that are off there let in a token of another login, of "
        "another kind, or one that expired long ago."
    )
    source = "OpenID Connect Core 1.0 section 3.1.3.7, RFC 7523 section 3, RFC 8725 section 3.11, ASVS 5.0 V6.8.2"
    remedy = "remove the setting"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to such entries, and to clocks that may differ by more than two minutes."""
        for provider in configuration.resources():
            if provider.type.startswith("keycloak_") and provider.type.endswith("_identity_provider"):
                for fault in _faults(provider):
                    yield provider.violation(fault)


def _faults(provider: Resource) -> Iterator[str]:
    for key, effect in _ON.items():
        if is_switched_on(provider.flag_setting(key)):
            yield f"{key} is on: {effect}"
    for key, effect in _OFF.items():
        value = provider.flag_setting(key)
        if value not in (None, "") and not isinstance(value, Symbol) and not is_switched_on(value):
            yield f"{key} is off: {effect}"
    for key in _SKEWS:
        seconds = provider.number_setting(key)
        if seconds is not None and seconds > _MOST_SECONDS:
            yield f"{key} is {seconds}, more than {_MOST_SECONDS}"
