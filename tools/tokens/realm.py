"""The realm that tokens are asked of."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.secret_names import client_secret_name, initial_password_name
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.requested_scopes import scope_roles
from tools.demo.token_client import Token
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment
    from tools.target import Target

__all__ = ["INVALID_SCOPE", "Realm"]

INVALID_SCOPE = "invalid_scope"
"""What a server answers where a scope is unknown, or not for the client (RFC 6749 section 5.2)."""

_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Realm:
    """A deployed realm on this machine.

    Attributes:
        target: The environment.
        url: Base URL of Keycloak.
        variables: Hold the secrets as `TF_VAR_<name>`.
    """

    target: Target
    url: str
    variables: Mapping[str, str] = field(repr=False)

    @property
    def environment(self) -> Environment:
        """What is declared."""
        return self.target.environment

    @cached_property
    def policy(self) -> AccessPolicy:
        """Who may call what."""
        return AccessPolicy(self.environment)

    @property
    def endpoints(self) -> RealmEndpoints:
        """URLs of the realm."""
        return RealmEndpoints(self.url, self.environment.realm.name)

    def secret(self, variable: str) -> str:
        """Return a secret.

        Raises:
            ToolError: It was not generated yet (exit 2).
        """
        try:
            return self.variables[f"TF_VAR_{variable}"]
        except KeyError:
            command = self.target.repository.command(f"make deploy ENV={self.target.name}")
            raise ToolError(f"TF_VAR_{variable} is neither set nor in .env: run {command} first", exit_code=2) from None

    def credentials(self, client_id: str) -> dict[str, str]:
        """Return the form fields by which a client with a secret proves who it is."""
        variable = client_secret_name(client_id)
        if client_id in self.environment.kept.secrets and f"TF_VAR_{variable}" not in self.variables:
            raise ToolError(
                f"client '{client_id}' keeps the secret that it had when the realm was adopted: set it in "
                f"TF_VAR_{variable}",
                exit_code=2,
            )
        return {"client_id": client_id, "client_secret": self.secret(variable)}

    def password(self, username: str) -> str:
        """Return a person's first password."""
        variable = initial_password_name(username)
        if username in self.environment.kept.passwords and f"TF_VAR_{variable}" not in self.variables:
            raise ToolError(
                f"person '{username}' keeps the password of before the adoption: log in by a browser, or set it "
                f"in TF_VAR_{variable}",
                exit_code=2,
            )
        return self.secret(variable)

    def http(self) -> httpx.Client:
        """Open a connection to Keycloak; no proxy is between this machine and itself."""
        return httpx.Client(trust_env=False, timeout=_TIMEOUT_S)

    def not_granted(self, username: str, scope: str) -> str:
        """Return which of the scopes that are asked for a person was not granted, in words; nothing where all were.

        Keycloak leaves them out of the token, and does not say so.
        """
        review = AccessReview(self.environment)
        gates, held = scope_roles(review.policy), review.policy.held_roles(review.principal(f"person:{username}"))
        roles = (gates[each] for each in dict.fromkeys(scope.split()) if each in gates)
        lacking = [role for role in roles if role not in held]
        return f"{username} was not granted {', '.join(lacking)}" if lacking else ""

    def token(
        self,
        form: Mapping[str, str],
        principal: str,
        scope: str,
        http: httpx.Client | None = None,
        *,
        lacks: str = "",
        faults: str = "",
    ) -> str:
        """Ask for a token.

        Args:
            form: How the client proves who it is, and by which grant it asks.
            principal: Whose token it is, for messages.
            scope: What it is for.
            http: A connection with a person's session.
            lacks: What was asked for and not granted, in words.
            faults: What the declaration says of scopes that Keycloak refuses, in words.

        Raises:
            ToolError: Keycloak does not answer (exit 1), or refuses (exit 2).
        """
        fields = {**form, **({"scope": scope} if scope else {})}
        try:
            response = (http or self.http()).post(self.endpoints.token_endpoint, data=fields)
        except httpx.TransportError:
            raise self.unreachable() from None
        body = _body(response)
        if response.is_error or "access_token" not in body:
            raise self.refused(response, body, principal, faults)
        text = str(body["access_token"])
        _note(Token(text).claims, body.get("expires_in"), lacks)
        return text

    def unreachable(self) -> ToolError:
        """Say that Keycloak does not answer."""
        command = self.target.repository.command("make keycloak")
        return ToolError(f"Keycloak at {self.url} does not answer: start it with {command}")

    def refused(self, response: httpx.Response, body: Mapping[str, Any], principal: str, faults: str = "") -> ToolError:
        """Say why there is no token, in words that repeat no secret; Keycloak's do not tell scopes apart."""
        command = self.target.repository.command(f"make deploy ENV={self.target.name}")
        if response.status_code == httpx.codes.NOT_FOUND:
            return ToolError(f"Keycloak has no realm '{self.environment.realm.name}': run {command} first", exit_code=2)
        if faults and body.get("error") == INVALID_SCOPE:
            return ToolError(faults, exit_code=2)
        reason = str(body.get("error_description") or body.get("error") or f"status {response.status_code}")
        return ToolError(f"{principal}: {self.endpoints.issuer} refused a token: {reason}", exit_code=2)


def _note(claims: Mapping[str, Any], expires_in: object, lacks: str) -> None:
    """Say on standard error what the token opens: without a model's scope it has no role, and opens none."""
    if roles := ", ".join(map(str, claims.get("roles", ()))):
        said = f"roles: {roles}" + (f"; {lacks}" if lacks else "")
    else:
        said = f"no roles, so that it opens no model: {lacks or 'name one by SCOPE=model.<model>.<action>'}"
    print(f"{said}; expires in {expires_in} s", file=sys.stderr)  # noqa: T201 - what a person reads


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
