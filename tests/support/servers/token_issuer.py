"""An issuer of one's own, for tokens that no Keycloak would issue: expired, unsigned, for another audience."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from constructs_lib.declaration.endpoints import RealmEndpoints

if TYPE_CHECKING:
    from joserfc.jwk import Key

    from tests.support.servers.document_server import DocumentServer

__all__ = ["TokenIssuer"]

_LIFE_S = 300


@dataclass
class TokenIssuer:
    """Signs access tokens as the realm does, and publishes its keys where the realm would.

    Attributes:
        server: Publishes the keys.
        realm: Name of the realm.
        audience: The API's `aud`.
        key: What signs; replace it to rotate, and `publish`.
    """

    server: DocumentServer
    realm: str
    audience: str
    key: ECKey = field(default_factory=lambda: _ec_key("first"), repr=False)
    rsa_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}), repr=False)

    def __post_init__(self) -> None:
        """Publish the keys."""
        self.publish(self.key, self.rsa_key)

    @property
    def endpoints(self) -> RealmEndpoints:
        """Its URLs."""
        return RealmEndpoints(self.server.url, self.realm)

    def publish(self, *keys: Key) -> None:
        """Publish these public keys alone."""
        path = self.endpoints.jwks_uri.removeprefix(self.server.url)
        self.server.documents[path] = {"keys": [key.as_dict(private=False) for key in keys]}

    def rotate(self, kid: str) -> None:
        """Sign with a new key, and publish it beside the old one."""
        old, self.key = self.key, _ec_key(kid)
        self.publish(old, self.key, self.rsa_key)

    def token(self, *roles: str, header: dict[str, str] | None = None, **claims: object) -> str:
        """Return a token with these roles; a claim that is None is left out."""
        return self.signed(self.claims(*roles, **claims), header)

    def signed(self, claims: dict[str, Any], header: dict[str, str] | None = None) -> str:
        """Return a token with exactly these claims."""
        return jwt.encode(
            {"alg": "ES256", "typ": "at+jwt", "kid": str(self.key.kid), **(header or {})}, claims, self.key
        )

    def rsa_token(self, *roles: str) -> str:
        """Return a token that a published key signed with an algorithm that is not the realm's."""
        return jwt.encode({"alg": "RS256", "typ": "at+jwt", "kid": "rsa"}, self.claims(*roles), self.rsa_key)

    def unsigned_token(self, *roles: str) -> str:
        """Return a token with `alg: none` (RFC 7518 section 3.6)."""
        parts = ({"alg": "none", "typ": "at+jwt"}, self.claims(*roles))
        return (
            ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."
        )

    def forged_token(self, *roles: str) -> str:
        """Return a token that names the published key and is signed with another."""
        return jwt.encode(
            {"alg": "ES256", "typ": "at+jwt", "kid": str(self.key.kid)}, self.claims(*roles), _ec_key("other")
        )

    def claims(self, *roles: str, **claims: object) -> dict[str, Any]:
        """Return the claims of such a token."""
        now = int(time.time())
        full: dict[str, Any] = {
            "iss": self.endpoints.issuer,
            "aud": self.audience,
            "sub": "7f5a",
            "client_id": "batch",
            "iat": now,
            "exp": now + _LIFE_S,
            "jti": "1",
            "roles": list(roles),
            **claims,
        }
        return {name: value for name, value in full.items() if value is not None}


def _ec_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})
