"""Whether a Keycloak registers clients in its own representation, by which they choose their id and login flow."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.loopback import is_loopback
from tools.errors import ToolError

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["OPTION", "OwnRegistration", "check_registrations", "declared_registration", "own_registration"]

OPTION = "--spi-client-registration--default--enabled=false"
"""What Keycloak is started with that does not."""

_TIMEOUT_S = 60.0
# Keycloak 26.7.3. Whatever stands before it may answer 404 as well, and so does a realm that is not there.
_OFF = "Client registration provider not found"
_REFUSED = "invalid_token"
# A client that nobody has: to register one would make it, where a realm lets anybody do so.
_NOBODY = "none"


class OwnRegistration(StrEnum):
    """Whether it does."""

    OFF = "off"
    ON = "on"
    UNKNOWN = "not known"


def own_registration(admin: KeycloakAdmin, realm: str) -> OwnRegistration:
    """Ask a Keycloak whether it registers clients in its own representation.

    It is asked for a client, without credentials: nothing is changed there. All realms of a server answer alike: where
    one is not there yet, the realm of the administrator is asked.

    Args:
        admin: Where it is reached.
        realm: Name of the realm.
    """
    known = realm if admin.realm_exists(realm) else admin.realm
    issuer = RealmEndpoints(admin.url + admin.base_path, quote(known, safe="")).issuer
    try:
        url = f"{issuer}/clients-registrations/default/{_NOBODY}"
        answer = httpx.get(url, timeout=_TIMEOUT_S, trust_env=not is_loopback(admin.url))
        said = answer.json()
    except (httpx.HTTPError, ValueError):
        return OwnRegistration.UNKNOWN
    if answer.status_code == httpx.codes.NOT_FOUND:
        off = isinstance(said, dict) and said.get("error") == _OFF
        return OwnRegistration.OFF if off else OwnRegistration.UNKNOWN
    refused = isinstance(said, dict) and said.get("error") == _REFUSED
    return OwnRegistration.ON if refused else OwnRegistration.UNKNOWN


def check_registrations(environment: Environment, admin: KeycloakAdmin, *, is_ours: bool) -> None:
    """Refuse to let clients register themselves at a Keycloak where they could choose their id and their login flow.

    Args:
        environment: What is declared; where no client registers, nothing is asked.
        admin: Its Keycloak.
        is_ours: It is this project's own, which commands start.

    Raises:
        ToolError: It registers them in its own representation, or does not say that it does not (exit 2).
    """
    found = declared_registration(environment, admin)
    if found in (None, OwnRegistration.OFF):
        return
    does = "registers" if found is OwnRegistration.ON else "does not say that it does not register"
    anew = "run make keycloak-stop, then this again" if is_ours else f"start it with {OPTION}"
    raise ToolError(
        f"realm '{environment.realm.name}': client_registration: Keycloak at {admin.url} {does} clients in its own "
        f"representation too, by which they choose their client_id and login flow: {anew}, or remove the key",
        exit_code=2,
    )


def declared_registration(environment: Environment, admin: KeycloakAdmin) -> OwnRegistration | None:
    """Ask as `own_registration` does, where clients are declared to register themselves; None elsewhere."""
    realm = environment.realm
    if realm.client_registration is None or realm.is_joined:
        return None
    return own_registration(admin, realm.name)
