"""A realm as its clients reach it over TLS: any endpoint, with any form."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from joserfc.jwk import KeySet

from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.tokens.access_tokens import Verifier

if TYPE_CHECKING:
    import httpx

    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["OAuthRealm"]


@dataclass
class OAuthRealm:
    """Endpoints of one realm, its public keys, and its Admin API.

    Attributes:
        name: Name of the realm.
        tls: The listener by which clients reach it; its URL is the realm's front end.
        admin: The Admin API.
    """

    name: str
    tls: TlsListener = field(repr=False)
    admin: KeycloakAdmin = field(repr=False)

    @property
    def endpoints(self) -> RealmEndpoints:
        """Public URLs."""
        return RealmEndpoints(self.tls.url, self.name)

    @cached_property
    def http(self) -> httpx.Client:
        """A connection without cookies, for back-channel calls."""
        return self.tls.client()

    @cached_property
    def tokens(self) -> Verifier:
        """The published keys."""
        return Verifier(KeySet.import_key_set(self.http.get(self.endpoints.jwks_uri).json()))

    def url(self, path: str) -> str:
        """Return an endpoint of the realm, such as `token` or `token/introspect`."""
        return f"{self.endpoints.issuer}/protocol/openid-connect/{path}"

    def post(self, path: str, **form: str) -> httpx.Response:
        """Send a form to an endpoint."""
        return self.http.post(self.url(path), data=form)

    def get(self, path: str, **parameters: str) -> httpx.Response:
        """Read an endpoint; redirects are not followed."""
        return self.http.get(self.url(path), params=parameters)

    def machine_token(self, credentials: dict[str, str], *scopes: str) -> httpx.Response:
        """Ask for a token by the client credentials grant."""
        scope = {"scope": " ".join(scopes)} if scopes else {}
        return self.post("token", grant_type="client_credentials", **credentials, **scope)

    def one(self, path: str, **parameters: str) -> dict[str, Any]:
        """Return the one thing that the Admin API lists below the realm."""
        (only,) = self.admin.get(f"realms/{self.name}/{path}", **parameters).json()
        return dict(only)

    def clients(self) -> list[str]:
        """Return the names of all clients."""
        return sorted(client["clientId"] for client in self.admin.get(f"realms/{self.name}/clients").json())

    def client_uuid(self, client_id: str) -> str:
        """Return Keycloak's id of a client."""
        return str(self.one("clients", clientId=client_id)["id"])

    def settings(self) -> dict[str, Any]:
        """Return the realm as the Admin API shows it."""
        return dict(self.admin.get(f"realms/{self.name}").json())

    def create_person(self, username: str, password: str, *, groups: tuple[str, ...] = ()) -> None:
        """Create somebody who can log in at once, as a member of groups."""
        person = {
            "username": username,
            "enabled": True,
            "email": f"{username}@example.com",
            "emailVerified": True,
            "firstName": username.capitalize(),
            "lastName": "Example",
            "groups": list(groups),
            "credentials": [{"type": "password", "value": password, "temporary": False}],
        }
        self.admin.request("POST", f"realms/{self.name}/users", json=person)

    def set_front_end(self, url: str | None = None) -> None:
        """Set the realm's public URL, as the host name of a production server does; by default the TLS listener."""
        attributes = {**self.settings()["attributes"], "frontendUrl": url or self.tls.url}
        self.admin.request("PUT", f"realms/{self.name}", json={"attributes": attributes})
