"""A pipeline's own identity: the token that its platform gives it, traded at Keycloak for an access token."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

import httpx

from constructs_lib.declaration.loopback import is_loopback
from stacks.given_keycloak import reached_url
from tools.errors import ToolError
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["access_token_of", "pipeline_identity"]

GITLAB_TOKEN = "KEYCLOAK_ID_TOKEN"  # noqa: S105 - the name of a variable
_GITHUB_URL, _GITHUB_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TIMEOUT_S = 60.0
_ENOUGH_S = 600
# Whoever sets one of these logs in by it: the provider's own order.
_OTHERS = ("KEYCLOAK_CLIENT_SECRET", "KEYCLOAK_PASSWORD", "KEYCLOAK_ACCESS_TOKEN")


def pipeline_identity(process_environment: Mapping[str, str]) -> dict[str, str]:
    """Return `KEYCLOAK_ACCESS_TOKEN` of a pipeline that has no other credential; nothing where it has one, or no token.

    Args:
        process_environment: Variables of the caller: `KEYCLOAK_URL`, and what the platform sets.

    Raises:
        ToolError: Keycloak or the platform refuses (exit 2), or does not answer (exit 1).
    """
    url = reached_url(process_environment)
    if not url or any(process_environment.get(name) for name in _OTHERS):
        return {}
    realm = process_environment.get("KEYCLOAK_REALM") or "master"
    realm_url = f"{url}/realms/{realm}"
    assertion = process_environment.get(GITLAB_TOKEN) or _of_github(realm_url, process_environment)
    return {"KEYCLOAK_ACCESS_TOKEN": access_token_of(realm_url, assertion)} if assertion else {}


def access_token_of(realm_url: str, assertion: str) -> str:
    """Trade a platform's token for an access token (RFC 7523 section 2.2, RFC 6749 section 4.4).

    Args:
        realm_url: The realm, where it answers.
        assertion: The platform's token, a JWT whose audience is the realm.

    Raises:
        ToolError: As for `pipeline_identity`.
    """
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION_TYPE,
        "client_assertion": assertion,
    }
    response = _sent("POST", f"{realm_url}/protocol/openid-connect/token", "Keycloak", data=form)
    if response.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED}:
        raise ToolError(
            f"Keycloak at {realm_url} does not take this pipeline's token: {_claims(assertion)}", exit_code=2
        )
    if response.is_error:
        raise ToolError(f"Keycloak at {realm_url} answered {response.status_code} to the pipeline's token")
    answer = response.json()
    if answer["expires_in"] < _ENOUGH_S:
        tell(
            f"warning: the pipeline's access token lives {answer['expires_in']} s, which a deployment may outlast: set "
            "the access token lifespan of its client to half an hour"
        )
    return str(answer["access_token"])


def _of_github(realm_url: str, process_environment: Mapping[str, str]) -> str:
    """Ask GitHub for a token whose audience is the realm's issuer, where the job may (`id-token: write`)."""
    url, bearer = (process_environment.get(name, "") for name in (_GITHUB_URL, _GITHUB_TOKEN))
    if not (url and bearer):
        return ""
    discovered = _sent("GET", f"{realm_url}/.well-known/openid-configuration", "Keycloak")
    if discovered.is_error:
        raise ToolError(f"Keycloak has no realm at {realm_url}: check KEYCLOAK_URL and KEYCLOAK_REALM", exit_code=2)
    audience = str(discovered.json()["issuer"])
    headers = {"Authorization": f"Bearer {bearer}"}
    response = _sent("GET", str(httpx.URL(url).copy_merge_params({"audience": audience})), "GitHub", headers=headers)
    if response.is_error:
        raise ToolError(f"GitHub answered {response.status_code} to the request for an identity token")
    return str(response.json()["value"])


def _sent(method: str, url: str, whose: str, **parts: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
    try:
        return httpx.request(method, url, timeout=_TIMEOUT_S, trust_env=not is_loopback(url), **parts)
    except httpx.TransportError as error:
        raise ToolError(f"{whose} does not answer at {httpx.URL(url).host}: {type(error).__name__}") from None


def _claims(token: str) -> str:
    """Say by which claims Keycloak knows a client; the token itself is nowhere shown."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        found = {name: claims.get(name) for name in ("iss", "sub", "aud")}
    except (IndexError, ValueError, AttributeError, binascii.Error):
        return "it is no JWT"
    return (
        f"issuer '{found['iss']}', subject '{found['sub']}', audience '{found['aud']}': it needs a client with just "
        "this issuer and subject (make ci-identity), and an audience that is the realm's issuer"
    )
