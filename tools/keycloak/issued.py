"""As whom a Keycloak issues tokens: another address where a door leads to it, a forwarded port or an internal name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.server_of import server_of
from stacks.given_keycloak import reached_url
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.target import Target

__all__ = ["check_issuer", "issuing_url"]

_TIMEOUT_S = 60.0


def issuing_url(url: str, realm: str) -> str | None:
    """Return the base URL that a realm's tokens say (OpenID Connect Discovery 1.0 section 4.2).

    Args:
        url: Where Keycloak is reached, with its base path.
        realm: Name of the realm.

    Returns:
        None where it does not tell, as one that is not there.
    """
    endpoints = RealmEndpoints(url, quote(realm, safe=""))
    path = endpoints.issuer.removeprefix(url)
    try:
        answer = httpx.get(endpoints.discovery_url, timeout=_TIMEOUT_S, trust_env=not is_loopback(url))
        issuer = str(answer.raise_for_status().json()["issuer"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None
    return issuer.removesuffix(path) if issuer.endswith(path) else None


def check_issuer(target: Target, process_environment: Mapping[str, str]) -> None:
    """Refuse an address that is no door to the Keycloak of an environment elsewhere.

    Any name may stand in a file: what the file says of the server, such as whose a joined realm is, holds for the one
    that is reached.

    Args:
        target: The environment.
        process_environment: What reaches its Keycloak.

    Raises:
        ToolError: The Keycloak there issues tokens as another one (exit 2).
    """
    declared, reached = target.environment.keycloak.url, reached_url(process_environment)
    if target.is_on_loopback or server_of(reached) == server_of(declared):
        return
    realm, issuing = target.environment.realm.name, issuing_url(reached, target.environment.realm.name)
    if issuing is None:  # it is not there yet
        realm = process_environment.get("KEYCLOAK_REALM") or "master"
        issuing = issuing_url(reached, realm)
    if issuing != declared:
        told = f"issues tokens of realm '{realm}' as {issuing}"
        says = told if issuing else "does not say as whom it issues tokens"
        raise ToolError(
            f"KEYCLOAK_URL is {process_environment.get('KEYCLOAK_URL', '')}, but environment '{target.name}' declares "
            f"{declared}, and the Keycloak there {says}: "
            "set KEYCLOAK_URL to the declared server, or to a door to it",
            exit_code=2,
        )
