"""The environment `prod`, with callers to try it with, on the run's Keycloak."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from constructs_lib.declaration.props import (
    ApplicationProps,
    ConsumerProps,
    Grants,
    ModelProps,
    MtlsAuth,
    PrivateKeyJwtAuth,
    SecretAuth,
)
from constructs_lib.declaration.secret_names import client_secret_name
from stacks.backends import LocalBackendProps
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import synthesize_stacks
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.oauth_realm import OAuthRealm
from tests.support.tokens.code_flow import CodeFlow
from tests.support.tokens.dpop_key import DpopKey
from tests.support.tokens.public_keys import JWKS
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tests.support.tokens.assertion_key import AssertionKey
    from tools.keycloak.server import KeycloakServer

__all__ = [
    "API",
    "ASSERTION_TYPE",
    "BATCH",
    "BUILT_IN",
    "CONSOLES",
    "DEVICE",
    "EDGE",
    "EVERY_CLIENT",
    "NOTEBOOK",
    "OURS",
    "PORTAL",
    "SCOPE",
    "TRAINER",
    "ProdRealm",
]

BATCH, TRAINER, EDGE, DEVICE = "batch", "trainer", "edge", "device"
"""Consumers: by a key of its own, by a secret, by a TLS certificate, by a secret and with DPoP."""
NOTEBOOK, PORTAL = "notebook", "portal"
"""Applications: a public one, and a confidential one that pushes its requests and asks for consent."""
API = "model-serving-api"
"""The API's own client, with the code flow and a service account."""
OURS = (API, BATCH, TRAINER, EDGE, DEVICE, NOTEBOOK, PORTAL)
"""What is declared."""
CONSOLES = ("account", "account-console", "security-admin-console")
"""Keycloak's own clients that log people in with a browser."""
BUILT_IN = (*CONSOLES, "admin-cli", "broker", "realm-management")
"""The clients that Keycloak brings with every realm."""
EVERY_CLIENT = (*OURS, *BUILT_IN)
"""All clients of the realm: tests of what no client may do try each."""
SCOPE = "model.fraud-detector.predict"
"""What all of them may ask for."""
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_GROUP = "analysts"
_GRANTS: Grants = {"fraud-detector": ("predict",)}


def _environment() -> Environment:
    """Return `prod` as it is, but for its state; its own callers come from a directory and from team files.

    Client policies, which not every provider has, are tested on their own: the page is the same with each.
    """
    prod = EnvironmentFiles().load("prod")
    return prod.model_copy(
        update={
            "realm": prod.realm.model_copy(update={"client_policies": False}),
            "backend": LocalBackendProps(),
            "models": {"fraud-detector": ModelProps(actions=("predict", "explain"))},
            "external_people": True,
            "groups": {_GROUP: _GRANTS},
            "consumers": {
                BATCH: ConsumerProps(auth=PrivateKeyJwtAuth(method="private_key_jwt", jwks=JWKS), grants=_GRANTS),
                TRAINER: ConsumerProps(auth=SecretAuth(method="client_secret"), grants=_GRANTS),
                EDGE: ConsumerProps(auth=MtlsAuth(method="mtls", subject_dn="CN=edge,O=Example"), grants=_GRANTS),
                DEVICE: ConsumerProps(auth=SecretAuth(method="client_secret"), dpop=True, grants=_GRANTS),
            },
            "applications": {
                NOTEBOOK: ApplicationProps(redirect_uris=("https://notebook.example.com/callback",)),
                PORTAL: ApplicationProps(
                    type="confidential",
                    redirect_uris=("https://portal.example.com/callback",),
                    consent=True,
                    pushed_requests=True,
                ),
            },
        }
    )


@dataclass
class ProdRealm(OAuthRealm):
    """The applied realm, reached over TLS alone, as its own `ssl_required` demands.

    Attributes:
        live: What was applied, by Terraform.
        password: What every person logs in with.
    """

    live: LiveEnvironment = field(kw_only=True, repr=False)
    password: str = field(default_factory=random_secret, repr=False)

    @classmethod
    def apply(cls, folder: Path, keycloak: KeycloakServer, private: PrivateSide) -> Self:
        """Apply the environment, and let a person named ada in by the directory's side."""
        live = LiveEnvironment.apply(_environment(), realm="ml-prod", folder=folder, keycloak=keycloak, private=private)
        realm = cls(live.realm, private.tls, keycloak.admin, live=live)
        realm.set_front_end()
        realm.create_person("ada", realm.password, groups=(_GROUP,))
        return realm

    @property
    def api(self) -> str:
        """The API's own client, with the code flow and a service account."""
        return API

    @property
    def secrets(self) -> dict[str, str]:
        """From clients that have a secret to it."""
        variables = self.live.run.variables
        return {name: variables[f"TF_VAR_{client_secret_name(name)}"] for name in (self.api, TRAINER, DEVICE, PORTAL)}

    @property
    def key(self) -> AssertionKey:
        """What `BATCH` signs with."""
        return self.live.private.key(self.live.environment, BATCH)

    def credentials(self, client_id: str) -> dict[str, str]:
        """Return how a client proves who it is: by assertion, by secret, or not at all."""
        if client_id == BATCH:
            return self.assertion()
        secret = {"client_secret": self.secrets[client_id]} if client_id in self.secrets else {}
        return {"client_id": client_id, **secret}

    def ask(self, client_id: str, path: str = "token", **form: str) -> httpx.Response:
        """Send a form to an endpoint as a client, with all that it can prove: secret, assertion, certificate, DPoP."""
        http = self.edge if client_id == EDGE else self.http
        headers = DpopKey().proof(self.url(path)) if client_id == DEVICE else None
        return http.post(self.url(path), data={**form, **self.credentials(client_id)}, headers=headers)

    @cached_property
    def edge(self) -> httpx.Client:
        """A connection with the certificate of `EDGE`."""
        return self.tls.client("CN=edge,O=Example")

    def assertion(self, **changed: object) -> dict[str, str]:
        """Return the form fields of an assertion by `BATCH` (RFC 7523), with changes to its claims."""
        signed = self.key.sign({**self.assertion_claims(), **changed})
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": signed}

    def assertion_claims(self, client_id: str = BATCH) -> dict[str, object]:
        """Return what an assertion must say."""
        now = int(time.time())
        times = {"iat": now, "exp": now + 30}
        return {"iss": client_id, "sub": client_id, "aud": self.endpoints.issuer, "jti": secrets.token_hex(16), **times}

    def token(self, client_id: str = TRAINER) -> str:
        """Return a machine's access token for the model."""
        return str(self.machine_token(self.credentials(client_id), SCOPE).json()["access_token"])

    def flow(self, application: str = NOTEBOOK, username: str = "ada") -> CodeFlow:
        """Return a person with a new browser."""
        secret = self.secrets.get(application, "")
        return CodeFlow(self, application, self._redirect_uri(application), username, self.password, secret)

    def _redirect_uri(self, client_id: str) -> str:
        declared = self.live.environment.applications.get(client_id)
        if declared:
            return declared.redirect_uris[0]
        if client_id == "security-admin-console":
            return f"{self.tls.url}/admin/{self.name}/console/"
        if client_id in CONSOLES:
            return f"{self.endpoints.issuer}/account/"
        return self.live.environment.sole_api.redirect_uris[0]  # machines have none of their own

    @cached_property
    def introspection_mapper(self) -> dict[str, object]:
        """Return what `introspection: true` adds to every access token, as it is synthesized."""
        api = self.live.environment.sole_api.model_copy(update={"introspection": True})
        stack = synthesize_stacks("prod", self.live.environment.model_copy(update={"api": api}))["prod"]
        mapper = stack.named("keycloak_generic_protocol_mapper", "introspection")
        return {
            "name": mapper["name"],
            "protocol": mapper["protocol"],
            "protocolMapper": mapper["protocol_mapper"],
            "config": mapper["config"],
        }

    def introspect(self, token: str, client_id: str | None = None) -> dict[str, object]:
        """Ask what a token is, as the API does, or as another client."""
        answer = self.post("token/introspect", token=token, **self.credentials(client_id or self.api))
        return dict(answer.json())
