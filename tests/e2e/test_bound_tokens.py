"""Bound tokens of a real realm at every gateway: no use to a thief, and taken with the proof where one is checked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ConsumerProps, GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from stacks.environment_files import EnvironmentFiles
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import EnvoyGateway
from tests.support.gateways.guards import running_gateways
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.tokens.dpop_key import DpopKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.support.gateways.gateways import Answer, Gateway
    from tests.support.realms.private_side import PrivateSide
    from tests.support.servers.echo_server import EchoServer
    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.e2e

INFER = "/v2/models/fraud-detector/infer"
PREDICT = "model.fraud-detector.predict"
DEVICE = "device"


@dataclass(frozen=True)
class Scene:
    """A realm with a consumer whose tokens are bound to its key, and gateways before one server.

    Attributes:
        live: The realm.
        guards: The gateways by name.
        key: The consumer's key.
    """

    live: LiveEnvironment
    guards: Mapping[str, Gateway]
    key: DpopKey

    def token(self) -> str:
        """Get a token that is bound to the key."""
        device = self.live.machine(DEVICE)
        form = {"grant_type": "client_credentials", "scope": PREDICT, **device.credentials()}
        proof = self.key.proof(self.live.endpoints.token_endpoint)
        answer = device.http.post(device.token_endpoint, data=form, headers=proof)
        token = self.live.tokens.token(answer)
        assert token.claims["cnf"] == {"jkt": self.key.thumbprint, "kc-jkt-type": "DPoP"}
        return token.text

    def call(self, name: str, token: str, proof: Mapping[str, str], scheme: str = "DPoP") -> Answer:
        """Present a token to a gateway."""
        return self.guards[name].call(INFER, headers=[("Authorization", f"{scheme} {token}"), *proof.items()])

    def url(self, name: str) -> str:
        """Return what a proof for a gateway names."""
        return self.guards[name].url + INFER


@pytest.fixture(scope="module")
def scene(
    keycloak: KeycloakServer,
    private: PrivateSide,
    tls: TlsListener,
    upstream: EchoServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """`environments/demo` with one consumer more."""
    folder = tmp_path_factory.mktemp("bound")
    demo = EnvironmentFiles().load("demo")
    device = ConsumerProps(dpop=True, grants={"fraud-detector": ("predict",)})
    environment = demo.model_copy(update={"consumers": {**demo.consumers, DEVICE: device}})
    live = LiveEnvironment.apply(environment, realm="ml-bound", folder=folder, keycloak=keycloak, private=private)

    def api(**more: object) -> ProtectedApi:
        values = {"listen": free_address(), "auth_listen": free_address(), "upstream": upstream.url, **more}
        return ProtectedApi.of("demo", live.environment, GatewayProps.model_validate(values), live.endpoints)

    try:
        with running_gateways(folder, api, upstream, tls=tls, fastapi={"public_url": "http://models.test"}) as guards:
            yield Scene(live, guards, DpopKey())
    finally:
        keycloak.admin.delete_realm(live.realm)


@pytest.mark.parametrize("name", ["envoy", "oauth2-proxy", "fastapi"])
def test_stolen_token_is_refused(scene: Scene, name: str) -> None:
    """Without a proof, or with one by another key, neither scheme opens anything."""
    token = scene.token()
    for scheme in ("Bearer", "DPoP"):
        for proof in ({}, DpopKey().call_proof(scene.url(name), token)):
            answer = scene.call(name, token, proof, scheme)
            assert (answer.status in (401, 403), answer.reached) == (True, None)


def test_oauth2_proxy_takes_no_bound_token(scene: Scene) -> None:
    """It checks no proof, so the right one is of no use there."""
    token = scene.token()
    for scheme in ("Bearer", "DPoP"):
        answer = scene.call("oauth2-proxy", token, scene.key.call_proof(scene.url("oauth2-proxy"), token), scheme)
        assert (answer.status, answer.reached) == (401, None)


@pytest.mark.parametrize("name", ["envoy", "fastapi"])
def test_holder_of_the_key_gets_through_once_a_proof(scene: Scene, name: str) -> None:
    """The right proof opens the model, the same one again does not, and a new one does."""
    token = scene.token()
    proof = scene.key.call_proof(scene.url(name), token)
    assert [scene.call(name, token, proof).status for _ in range(2)] == [200, 401]
    assert scene.call(name, token, scene.key.call_proof(scene.url(name), token)).status == 200


WRONG: dict[str, Callable[[Scene, str, str], Mapping[str, str]]] = {
    "htm": lambda scene, url, token: scene.key.call_proof(url, token, htm="GET"),
    "htu": lambda scene, url, token: scene.key.call_proof(url.replace("fraud-detector", "churn-model"), token),
    "iat": lambda scene, url, token: scene.key.call_proof(url, token, iat=int(time.time()) - 90),
    "ath": lambda scene, url, token: scene.key.call_proof(url, token[:-1]),
    "jti": lambda scene, url, token: scene.key.call_proof(url, token, jti=None),
    "typ": lambda scene, url, token: scene.key.call_proof(url, token, header={"typ": "at+jwt"}),
    "jwk": lambda scene, url, token: scene.key.call_proof(url, token, header={"jwk": scene.key.private_jwk}),
}


@pytest.mark.parametrize("name", ["envoy", "fastapi"])
@pytest.mark.parametrize("field", WRONG)
def test_each_field_of_a_proof_counts(scene: Scene, name: str, field: str) -> None:
    """RFC 9449 section 4.3: one wrong field, and the holder of the key is refused too."""
    token = scene.token()
    answer = scene.call(name, token, WRONG[field](scene, scene.url(name), token))
    assert (answer.status, answer.reached) == (401, None)
    assert 'error="invalid_dpop_proof"' in answer.challenge


def test_certificate_bound_token_of_a_real_realm(scene: Scene) -> None:
    """RFC 8705: Envoy takes it from its holder's connection alone, the others from nobody."""
    edge = scene.live.machine("edge-forecaster")
    token = scene.live.tokens.token(edge.ask("model.forecaster.predict")).text
    target, envoy = "/v2/models/forecaster/infer", scene.guards["envoy"]
    assert isinstance(envoy, EnvoyGateway)
    assert envoy.with_certificate(edge.http).call(target, token=token).status == 200
    assert {name: guard.call(target, token=token).status for name, guard in scene.guards.items()} == dict.fromkeys(
        scene.guards, 401
    )
