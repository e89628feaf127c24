"""Access tokens whose signature was checked with the realm's keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from constructs_lib.declaration.endpoints import RealmEndpoints

__all__ = ["ACCESS_TOKEN_CLAIMS", "AccessToken", "Verifier"]

# `typ` and `azp` are Keycloak's own, as is `sid` in a person's token: no setting leaves them out.
ACCESS_TOKEN_CLAIMS = {"iss", "exp", "iat", "jti", "sub", "aud", "client_id", "roles", "scope", "typ", "azp"}
"""All claims of an access token with a role."""


@dataclass(frozen=True)
class AccessToken:
    """What a verified token says.

    Attributes:
        header: The JOSE header.
        claims: The claims.
        text: The token itself.
    """

    header: dict[str, Any]
    claims: dict[str, Any]
    text: str = field(repr=False)

    @property
    def size(self) -> int:
        """Length in bytes, as it stands in an Authorization header."""
        return len(self.text.encode())

    @property
    def roles(self) -> list[str]:
        """The granted roles, none if there is no such claim."""
        return list(self.claims.get("roles", []))


@dataclass(frozen=True)
class Verifier:
    """Checks signatures with the keys that a realm publishes.

    Attributes:
        keys: The public keys.
        algorithm: The one that they sign with.
    """

    keys: KeySet
    algorithm: str = "ES256"

    @classmethod
    def of_realm(cls, endpoints: RealmEndpoints, algorithm: str = "ES256") -> Self:
        """Fetch the realm's keys."""
        fetched = httpx.get(endpoints.jwks_uri, trust_env=False, timeout=PATIENCE_S).json()
        return cls(KeySet.import_key_set(fetched), algorithm)

    def token(self, response: httpx.Response) -> AccessToken:
        """Return the token in a token endpoint's answer; any other algorithm than the realm's fails."""
        assert response.status_code == httpx.codes.OK, f"{response.status_code}: {_error(response)}"
        text = str(response.json()["access_token"])
        decoded = jwt.decode(text, self.keys, algorithms=[self.algorithm])
        return AccessToken(dict(decoded.header), dict(decoded.claims), text)

    def roles(self, response: httpx.Response) -> list[str]:
        """Return the roles in the answer's token; a refusal for an unknown scope grants none."""
        if response.status_code == httpx.codes.BAD_REQUEST and response.json().get("error") == "invalid_scope":
            return []
        return self.token(response).roles


def _error(response: httpx.Response) -> str:
    body = response.json()
    return f"{body.get('error')}: {body.get('error_description')}"
