"""A realm as Keycloak makes it when nobody sets anything: what a test of a setting must tell apart from ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.support.realms.oauth_realm import OAuthRealm
from tests.support.tokens.assertion_key import AssertionKey
from tests.support.tokens.code_flow import CodeFlow
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["APP", "REDIRECT_URI", "SIGNER", "DefaultRealm"]

APP = "app"
"""A confidential client with the code flow and a service account; every other setting is Keycloak's."""
SIGNER = "signer"
"""A client that signs assertions; every other setting is Keycloak's."""
REDIRECT_URI = "https://app.example.com/callback"


@dataclass
class DefaultRealm(OAuthRealm):
    """Made by the Admin API with names and credentials alone.

    Attributes:
        secret: The client secret of `APP`.
        password: What every person logs in with.
        key: What `SIGNER` signs with.
    """

    secret: str = field(default_factory=random_secret, repr=False)
    password: str = field(default_factory=random_secret, repr=False)
    key: AssertionKey = field(default_factory=lambda: AssertionKey.generate(SIGNER), repr=False)

    @classmethod
    def create(cls, name: str, tls: TlsListener, admin: KeycloakAdmin) -> Self:
        """Create the realm and its two clients."""
        realm = cls(name, tls, admin)
        admin.request("POST", "realms", json={"realm": name, "enabled": True})
        realm.set_front_end()
        app = {"clientId": APP, "secret": realm.secret, "redirectUris": [REDIRECT_URI], "serviceAccountsEnabled": True}
        admin.request("POST", f"realms/{name}/clients", json=app)
        jwks = {"use.jwks.string": "true", "jwks.string": realm.key.jwks_text}
        signer = {"clientId": SIGNER, "clientAuthenticatorType": "client-jwt", "serviceAccountsEnabled": True}
        admin.request("POST", f"realms/{name}/clients", json={**signer, "attributes": jwks})
        return realm

    @property
    def credentials(self) -> dict[str, str]:
        """How `APP` proves who it is."""
        return {"client_id": APP, "client_secret": self.secret}

    def flow(self, username: str = "ada") -> CodeFlow:
        """Return a person, who is created if need be, with a new browser at `APP`."""
        return CodeFlow(self, APP, REDIRECT_URI, self.person(username), self.password, self.secret)

    def person(self, username: str) -> str:
        """Create a person, unless there is one; return the name."""
        if not self.admin.get(f"realms/{self.name}/users", username=username, exact="true").json():
            self.create_person(username, self.password)
        return username
