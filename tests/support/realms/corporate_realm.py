"""A second realm of the run's Keycloak, as another organization's identity provider."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import httpx

from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.servers.patience import PATIENCE_S
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.yaml_document import Value
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

__all__ = ["CorporatePerson", "CorporateRealm"]

_CLAIM = {"access.token.claim": "true", "id.token.claim": "true", "userinfo.token.claim": "true"}
_ATTRIBUTES = {"username": "username", "email": "email", "firstName": "givenName", "lastName": "surname"}


@dataclass(frozen=True)
class CorporatePerson:
    """An account there.

    Attributes:
        groups: Names of its groups.
        email: Its address; left out, it is made from the username.
    """

    groups: tuple[str, ...] = ()
    email: str = ""


@dataclass
class CorporateRealm:
    """A realm with accounts, groups, and clients that brokers use.

    Attributes:
        name: Name of the realm.
        url: Keycloak's base URL.
        admin: The Admin API.
        password: What all its people log in with.
    """

    name: str
    url: str
    admin: KeycloakAdmin = field(repr=False)
    password: str = field(default_factory=random_secret, repr=False)

    @property
    def endpoints(self) -> RealmEndpoints:
        """Its URLs."""
        return RealmEndpoints(self.url, self.name)

    @property
    def saml_url(self) -> str:
        """Where people log in by SAML."""
        return f"{self.endpoints.issuer}/protocol/saml"

    @property
    def oidc(self) -> dict[str, Value]:
        """How an OIDC identity provider is declared that is this realm."""
        return {
            "issuer": self.endpoints.issuer,
            "authorization_url": f"{self.endpoints.issuer}/protocol/openid-connect/auth",
            "token_url": self.endpoints.token_endpoint,
            "jwks_url": self.endpoints.jwks_uri,
        }

    @property
    def saml(self) -> dict[str, Value]:
        """How a SAML identity provider is declared that is this realm, once it is created."""
        return {
            "issuer": self.endpoints.issuer,
            "single_sign_on_url": self.saml_url,
            "signing_certificate": _certificate(f"{self.saml_url}/descriptor"),
        }

    @classmethod
    @contextmanager
    def of_run(cls, name: str, keycloak: KeycloakServer, people: Mapping[str, CorporatePerson]) -> Iterator[Self]:
        """Create the realm of a test process with its people, and delete it when the block ends.

        Args:
            name: Begins its name, which each process of a run has its own of.
            keycloak: The run's Keycloak.
            people: Its people, by username.
        """
        worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
        realm = cls(f"{name}-{worker}", keycloak.url, keycloak.admin)
        realm.create(people)
        yield realm
        realm.delete()

    def create(self, people: Mapping[str, CorporatePerson]) -> None:
        """Create the realm with its people, by username, and their groups, in one call."""
        groups = sorted({group for person in people.values() for group in person.groups})
        realm = {
            "realm": self.name,
            "enabled": True,
            "sslRequired": "external",
            "groups": [{"name": name} for name in groups],
            "users": [self._person(name, person) for name, person in people.items()],
        }
        self.admin.request("POST", "realms", json=realm)

    def delete(self) -> None:
        """Delete the realm."""
        self.admin.delete_realm(self.name)

    def add_oidc_client(self, client_id: str, redirect_uri: str, **credential: object) -> None:
        """Register a client that logs people in by OpenID Connect with PKCE alone, and is told their groups.

        Args:
            client_id: Its identifier.
            redirect_uri: Where codes go.
            credential: How it proves itself, as the Admin API takes it.
        """
        groups = {"claim.name": "groups", "full.path": "false", **_CLAIM}
        settings = credential.pop("attributes", {})
        client = {
            "clientId": client_id,
            "redirectUris": [redirect_uri],
            **credential,
            "attributes": {"pkce.code.challenge.method": "S256", **(settings if isinstance(settings, dict) else {})},
            "protocolMappers": [_mapper("openid-connect", "groups", "oidc-group-membership-mapper", groups)],
        }
        self.admin.request("POST", f"realms/{self.name}/clients", json=client)

    def add_saml_client(self, entity_id: str, endpoint: str) -> None:
        """Register a service provider of SAML that signs its requests.

        Args:
            entity_id: Its name.
            endpoint: Where assertions go; its metadata is published below.
        """
        groups = {"attribute.name": "groups", "single": "true", "full.path": "false"}
        client = {
            "clientId": entity_id,
            "protocol": "saml",
            "redirectUris": [endpoint],
            "attributes": {
                "saml.assertion.signature": "true",
                "saml.server.signature": "true",
                "saml.client.signature": "true",
                "saml.signing.certificate": _certificate(f"{endpoint}/descriptor"),
                "saml.signature.algorithm": "RSA_SHA256",
                "saml.force.post.binding": "true",
                "saml_assertion_consumer_url_post": endpoint,
            },
            "protocolMappers": [
                _mapper("saml", "groups", "saml-group-membership-mapper", groups),
                *(
                    _mapper("saml", name, "saml-user-property-mapper", {"attribute.name": name, "user.attribute": of})
                    for of, name in _ATTRIBUTES.items()
                ),
            ],
        }
        self.admin.request("POST", f"realms/{self.name}/clients", json=client)

    def leave(self, username: str, group: str) -> None:
        """Take a person out of a group."""
        (found,) = self.admin.get(f"realms/{self.name}/groups", search=group, exact="true").json()
        self.admin.request("DELETE", f"realms/{self.name}/users/{self._id(username)}/groups/{found['id']}")

    def set_email(self, username: str, email: str) -> None:
        """Give a person another address."""
        self.admin.request("PUT", f"realms/{self.name}/users/{self._id(username)}", json={"email": email})

    def _id(self, username: str) -> str:
        (person,) = self.admin.get(f"realms/{self.name}/users", username=username, exact="true").json()
        return str(person["id"])

    def _person(self, username: str, person: CorporatePerson) -> dict[str, object]:
        return {
            "username": username,
            "email": person.email or f"{username}@corp.example.com",
            "emailVerified": True,
            "firstName": username.capitalize(),
            "lastName": "Example",
            "enabled": True,
            "groups": [f"/{group}" for group in person.groups],
            "credentials": [{"type": "password", "value": self.password, "temporary": False}],
        }


def _certificate(metadata_url: str) -> str:
    """Return the certificate in SAML metadata."""
    answer = httpx.get(metadata_url, trust_env=False, timeout=PATIENCE_S)
    certificate = answer.text.partition("X509Certificate>")[2].partition("<")[0]
    assert certificate, f"{answer.status_code}: no certificate at {metadata_url}"
    return certificate


def _mapper(protocol: str, name: str, kind: str, config: Mapping[str, str]) -> dict[str, object]:
    return {"name": name, "protocol": protocol, "protocolMapper": kind, "config": dict(config)}
