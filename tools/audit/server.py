"""What an environment asks of the server that its realm is on, beside the realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.facts import Fact, Kind
from tools.keycloak.registrations import OPTION, OwnRegistration, declared_registration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment
    from tools.audit.facts import Facts
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["SERVER_MEANS", "expected_of_server", "live_of_server"]

_REGISTRATION = Fact(Kind.SETTING, "the server", "registration in Keycloak's own representation")

SERVER_MEANS: Mapping[Fact, str] = {
    _REGISTRATION: "whoever has an initial access token may register a client under any client_id, and past a second "
    f"factor: start Keycloak with {OPTION}"
}
"""What it means for access where the server is another than asked for."""


def expected_of_server(environment: Environment) -> Facts:
    """Return what the server shall be.

    Args:
        environment: What is declared.
    """
    realm = environment.realm
    asked = realm.client_registration is not None and not realm.is_joined
    return {_REGISTRATION: OwnRegistration.OFF.value} if asked else {}


def live_of_server(environment: Environment, admin: KeycloakAdmin) -> Facts:
    """Return what it is, as far as the environment asks for something.

    Args:
        environment: What is declared.
        admin: Where it is reached.
    """
    found = declared_registration(environment, admin)
    return {} if found is None else {_REGISTRATION: found.value}
