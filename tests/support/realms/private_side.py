"""The private side of an environment: keys, secrets and passwords that its declaration trusts."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import FederatedAuth, MtlsAuth, PrivateKeyJwtAuth
from constructs_lib.declaration.renames import renames
from constructs_lib.declaration.secret_names import (
    SMTP_PASSWORD,
    bind_credential_name,
    client_secret_name,
    initial_password_name,
)
from tests.support.realms.principals import Machine, Person
from tests.support.servers.patience import PATIENCE_S
from tests.support.tokens.assertion_key import AssertionKey
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.declaration.props import AccessProps, ConsumerAuth, WorkloadIssuerProps
    from stacks.environment import Environment
    from tests.support.servers.document_server import DocumentServer
    from tests.support.servers.tls_listener import TlsListener

__all__ = ["PrivateSide"]

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_LIFE_S = 30


@dataclass
class PrivateSide:
    """Puts keys of this run in the place of an environment's public ones, and acts for its consumers and people.

    Attributes:
        url: Keycloak's public base URL.
        documents: Publishes the keys that the environment names by URL.
        tls: Keycloak's listener for client certificates.
    """

    url: str
    documents: DocumentServer = field(repr=False)
    tls: TlsListener = field(repr=False)
    _keys: dict[str, AssertionKey] = field(default_factory=dict, init=False, repr=False)
    _secrets: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def adopt(self, environment: Environment) -> Environment:
        """Return the environment with our own public keys and key URLs, and nothing else changed."""
        used = {
            consumer.auth.issuer
            for access in environment.accesses().values()
            for consumer in access.consumers.values()
            if isinstance(consumer.auth, FederatedAuth)
        }
        issuers = {
            name: self._adopt_issuer(environment, name, issuer) if name in used else issuer
            for name, issuer in environment.workload_issuers.items()
        }
        return environment.model_copy(
            update={
                "workload_issuers": issuers,
                "consumers": self._adopt(environment, environment.shared),
                "teams": {
                    team: access.model_copy(update={"consumers": self._adopt(environment, access)})
                    for team, access in environment.teams.items()
                },
            }
        )

    def variables(self, environment: Environment) -> dict[str, str]:
        """Return `TF_VAR_<name>` of every secret that the environment may need."""
        clients = [*(api.client_id for api in environment.every_api.values()), *environment.identity_providers]
        people: list[str] = []
        for access in environment.accesses().values():
            clients += access.applications
            clients += [client_id for name, props in access.consumers.items() for client_id in props.client_ids(name)]
            people += access.people
        names = [*map(client_secret_name, clients), *map(initial_password_name, people), SMTP_PASSWORD]
        names += map(bind_credential_name, environment.federation)
        return {f"TF_VAR_{name}": self.secret(name) for name in names}

    def secret(self, name: str) -> str:
        """Return the value of a secret variable; the first time it is a new one."""
        return self._secrets.setdefault(name, random_secret())

    def keep_secret(self, name: str, former: str) -> None:
        """Give a secret variable the value of the one that it had before."""
        self._secrets[name] = self.secret(former)

    def hand_down(self, environment: Environment) -> None:
        """Give what was renamed the secrets that it had by its former name, as whoever renames it must."""
        for rename in renames(environment):
            if rename.kind in ("models", "groups"):
                continue
            former, now = [rename.old], [rename.new]
            if rename.kind == "consumers":
                consumer = environment.accesses()[rename.team].consumers[rename.new]
                former += consumer.rotation_ids(rename.old)
                now += consumer.rotation_ids(rename.new)
            named = initial_password_name if rename.kind == "people" else client_secret_name
            for old, new in zip(former, now, strict=True):
                self._secrets[named(new)] = self.secret(named(old))

    def key(self, environment: Environment, name: str) -> AssertionKey:
        """Return the key with which a consumer, or an issuer of workload tokens, signs."""
        return self._key(environment.realm.name, name)

    def machine(self, environment: Environment, name: str) -> Machine:
        """Return a consumer that proves who it is in its declared way."""
        (auth,) = [
            access.consumers[name].auth for access in environment.accesses().values() if name in access.consumers
        ]
        endpoints = RealmEndpoints(self.url, environment.realm.name)
        if isinstance(auth, MtlsAuth):
            over_tls = RealmEndpoints(self.tls.url, environment.realm.name)
            http = self.tls.client(auth.subject_dn)
            return Machine(name, over_tls.token_endpoint, lambda: {"client_id": name}, http)
        credentials = self._credentials(endpoints, name, auth, realm=environment.realm.name)
        return Machine(name, endpoints.token_endpoint, credentials, httpx.Client(trust_env=False, timeout=PATIENCE_S))

    def person(self, environment: Environment, username: str, application: str) -> Person:
        """Return a person who uses an application."""
        (declared,) = [
            access.applications[application]
            for access in environment.accesses().values()
            if application in access.applications
        ]
        confidential = declared.type == "confidential"
        return Person(
            username=username,
            client_id=application,
            redirect_uri=declared.redirect_uris[0],
            endpoints=RealmEndpoints(self.url, environment.realm.name),
            password=self.secret(initial_password_name(username)),
            client_secret=self.secret(client_secret_name(application)) if confidential else "",
        )

    def _adopt(self, environment: Environment, access: AccessProps) -> dict[str, object]:
        return {
            name: consumer.model_copy(update={"auth": self._adopt_auth(environment, name, consumer.auth)})
            for name, consumer in access.consumers.items()
        }

    def _adopt_issuer(self, environment: Environment, name: str, issuer: WorkloadIssuerProps) -> WorkloadIssuerProps:
        published = self._publish(environment, name)
        if issuer.jwks_url is None:  # its keys are found by discovery
            return issuer.model_copy(update={"issuer": published["issuer"]})
        return issuer.model_copy(update=published)

    def _adopt_auth(self, environment: Environment, name: str, auth: ConsumerAuth) -> ConsumerAuth:
        if not isinstance(auth, PrivateKeyJwtAuth):
            return auth
        key = self._key(environment.realm.name, name)
        if auth.jwks_url is not None:
            return auth.model_copy(update={"jwks_url": self._publish(environment, name)["jwks_url"]})
        if auth.jwks is not None:
            return auth.model_copy(update={"jwks": json.dumps(key.jwks)})
        return auth.model_copy(update={"certificate": key.certificate})

    def _publish(self, environment: Environment, name: str) -> dict[str, str]:
        """Serve a key set and a discovery document; return the issuer and the URL of the keys."""
        path = f"/{environment.realm.name}/{name}"
        published = {"issuer": f"{self.documents.url}{path}", "jwks_url": f"{self.documents.url}{path}/jwks"}
        discovery = {"issuer": published["issuer"], "jwks_uri": published["jwks_url"]}
        self.documents.documents[f"{path}/.well-known/openid-configuration"] = discovery
        self.documents.documents[f"{path}/jwks"] = self._key(environment.realm.name, name).jwks
        return published

    def _credentials(
        self, endpoints: RealmEndpoints, name: str, auth: ConsumerAuth, *, realm: str
    ) -> Callable[[], dict[str, str]]:
        match auth:
            case PrivateKeyJwtAuth():
                signer, issuer, subject = name, name, name
            case FederatedAuth():
                signer, subject = auth.issuer, auth.subject
                issuer = f"{self.documents.url}/{realm}/{auth.issuer}"
            case _:
                secret = self.secret(client_secret_name(name))
                return lambda: {"client_id": name, "client_secret": secret}
        key = self._key(realm, signer)
        # Keycloak knows a certificate's key by an id of its own.
        with_kid = not (isinstance(auth, PrivateKeyJwtAuth) and auth.certificate)

        def assertion() -> dict[str, str]:
            now = int(time.time())
            claims = {"iss": issuer, "sub": subject, "aud": endpoints.issuer, "jti": secrets.token_hex(16)}
            signed = key.sign({**claims, "iat": now, "exp": now + _ASSERTION_LIFE_S}, with_kid=with_kid)
            return {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": signed}

        return assertion

    def _key(self, realm: str, name: str) -> AssertionKey:
        return self._keys.setdefault(f"{realm}/{name}", AssertionKey.generate(name))
