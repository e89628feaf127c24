"""A consumer's credential rotates by the project's own command while the consumer goes on calling."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.project.continuous_caller import ContinuousCaller
from tests.support.servers.patience import PATIENCE_S
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "ml-rotation"
OLD_KEY = ECKey.generate_key("P-256", {"kid": "signer-1", "use": "sig", "alg": "ES256"})
ENVIRONMENT = f"""\
keycloak:
  url: http://127.0.0.1:8080
realm:
  name: {REALM}
api:
  client_id: model-api
models:
  fraud: {{}}
consumers:
  batch:        # a shared secret
    grants:
      fraud: [predict]
  signer:       # its own key
    auth:
      method: private_key_jwt
      jwks: '{json.dumps({"keys": [OLD_KEY.as_dict(private=False)]})}'
    grants:
      fraud: [predict]
"""
FILE = "environments/rotation.yaml"
ENOUGH = 5
"""Calls after each change, before the next one."""


@pytest.fixture(scope="module")
def deployed(checkout: Checkout, keycloak: KeycloakServer) -> Iterator[Checkout]:
    """One environment, deployed; at the end its realm is deleted."""
    checkout.declare("rotation", ENVIRONMENT)
    run(checkout, "deploy", "rotation")
    yield checkout
    keycloak.admin.delete_realm(REALM)


@pytest.fixture(scope="module")
def endpoints(keycloak: KeycloakServer) -> RealmEndpoints:
    """The realm's URLs."""
    return RealmEndpoints(keycloak.url, REALM)


def run(checkout: Checkout, *command: str) -> str:
    """Run a command that succeeds; return what it printed."""
    result = checkout.tools(*command)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def caller(endpoints: RealmEndpoints, credential: Callable[[], dict[str, str]]) -> ContinuousCaller:
    """Return a consumer that asks for what its grant gives."""
    return ContinuousCaller(endpoints, "model-api", "fraud:predict", "model.fraud.predict", credential)


def secret_of(checkout: Checkout, client_id: str) -> Callable[[], dict[str, str]]:
    """Return how a client proves itself by the secret that the environment has now."""
    name = f"TF_VAR_{client_id.replace('-', '_')}_client_secret"
    form = {"client_id": client_id, "client_secret": read_local_secrets(checkout.root / ".env").values[name]}
    return lambda: form


def signed_by(endpoints: RealmEndpoints, key: ECKey) -> Callable[[], dict[str, str]]:
    """Return how the consumer proves itself by a key."""

    def assertion() -> dict[str, str]:
        now = int(time.time())
        claims = {"iss": "signer", "sub": "signer", "aud": endpoints.issuer, "jti": secrets.token_hex(16)}
        header = {"alg": "ES256", "kid": str(key.kid)}
        return {
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(header, {**claims, "iat": now, "exp": now + 30}, key),
        }

    return assertion


def ask(endpoints: RealmEndpoints, credential: Callable[[], dict[str, str]]) -> int:
    """Ask for a token; return the status."""
    form = {"grant_type": "client_credentials", **credential()}
    return httpx.post(endpoints.token_endpoint, data=form, trust_env=False, timeout=PATIENCE_S).status_code


def new_key(folder: Path) -> ECKey:
    """Read the one private key that was written."""
    (file,) = folder.iterdir()
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    return ECKey.import_key(json.loads(file.read_text()))


def test_secret_rotates_without_a_lost_call(deployed: Checkout, endpoints: RealmEndpoints) -> None:
    """Two clients with the same grants overlap; at the end the old one is gone, and no call was lost."""
    old = secret_of(deployed, "batch")
    with caller(endpoints, old) as calls:
        calls.wait_for_calls(ENOUGH)
        said = run(deployed, "rotate", "batch", "rotation")
        new = secret_of(deployed, "batch-green")
        calls.wait_for_calls(ENOUGH)
        calls.credential = new
        calls.wait_for_calls(ENOUGH)
        run(deployed, "rotate", "batch", "rotation", "--finish")
        calls.wait_for_calls(ENOUGH)
    assert calls.losses == []
    assert calls.calls >= 4 * ENOUGH
    assert (ask(endpoints, old), ask(endpoints, new)) == (401, 200)
    assert "client_id batch-green, and the secret in TF_VAR_batch_green_client_secret" in said
    assert new()["client_secret"] not in said
    expected = ENVIRONMENT.replace(
        "# a shared secret\n",
        "# a shared secret\n    auth:\n      method: client_secret\n      credentials: [green]\n",
    )
    assert (deployed.root / FILE).read_text() == expected


def test_key_rotates_without_a_lost_call(deployed: Checkout, endpoints: RealmEndpoints) -> None:
    """Two keys overlap; at the end the old one is refused at once, and no call was lost."""
    old = signed_by(endpoints, OLD_KEY)
    with caller(endpoints, old) as calls:
        calls.wait_for_calls(ENOUGH)
        said = run(deployed, "rotate", "signer", "rotation")
        key = new_key(deployed.root / ".keys" / "rotation")
        calls.wait_for_calls(ENOUGH)
        calls.credential = signed_by(endpoints, key)
        calls.wait_for_calls(ENOUGH)
        assert ask(endpoints, old) == 200
        run(deployed, "rotate", "signer", "rotation", "--finish")
        calls.wait_for_calls(ENOUGH)
    assert calls.losses == []
    assert calls.calls >= 4 * ENOUGH
    assert ask(endpoints, old) in (400, 401)
    assert ask(endpoints, signed_by(endpoints, key)) == 200
    assert str(key.kid) in said
    assert str(key.as_dict(private=True)["d"]) not in said
