"""The public URLs of a realm, derived from Keycloak's base URL."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RealmEndpoints"]


@dataclass(frozen=True)
class RealmEndpoints:
    """URLs that clients and gateways need (OpenID Connect Discovery 1.0, RFC 8414).

    Attributes:
        keycloak_url: Public base URL of Keycloak, without trailing slash; may be a CDK token.
        realm: Name of the realm; may be a CDK token.
    """

    keycloak_url: str
    realm: str

    @property
    def issuer(self) -> str:
        """The `iss` of every token."""
        return f"{self.keycloak_url}/realms/{self.realm}"

    @property
    def authorization_endpoint(self) -> str:
        """Where people are sent to log in (RFC 6749 section 3.1)."""
        return f"{self.issuer}/protocol/openid-connect/auth"

    @property
    def token_endpoint(self) -> str:
        """Where grants are traded for tokens (RFC 6749 section 3.2)."""
        return f"{self.issuer}/protocol/openid-connect/token"

    @property
    def jwks_uri(self) -> str:
        """Where the keys that verify tokens are published (RFC 7517)."""
        return f"{self.issuer}/protocol/openid-connect/certs"

    @property
    def discovery_url(self) -> str:
        """OpenID Connect discovery document."""
        return f"{self.issuer}/.well-known/openid-configuration"
