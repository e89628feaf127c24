"""`make token` on a deployed environment: a real token of each principal, by its own method."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
from joserfc.jwk import ECKey

from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.project.checkout import ROOT
from tests.support.tokens.access_tokens import Verifier
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "ml-tokens"
KEY = ECKey.generate_key("P-256", {"kid": "signer-1", "use": "sig", "alg": "ES256"})
ENVIRONMENT = f"""\
keycloak: {{url: 'http://127.0.0.1:8080'}}
realm: {{name: {REALM}}}
api: {{client_id: my-api, service_accounts: true}}
models: {{spam: {{}}, fraud: {{actions: [predict, explain]}}, churn: {{}}}}
consumers:
  batch: {{grants: {{spam: [predict], fraud: [predict]}}}}
  signer:
    auth:
      method: private_key_jwt
      jwks: '{json.dumps({"keys": [KEY.as_dict(private=False)]})}'
    grants: {{fraud: [predict, explain]}}
groups: {{analysts: {{churn: [predict], fraud: [explain]}}}}
people:
  ada: {{email: ada@example.com, first_name: Ada, last_name: Lovelace, groups: [analysts]}}
  alan: {{email: alan@example.com, first_name: Alan, last_name: Turing, grants: {{spam: [predict]}}}}
applications:
  asking: {{redirect_uris: ['http://127.0.0.1:8889/callback'], consent: true}}
  dashboard: {{type: confidential, redirect_uris: ['https://dashboard.example.com/cb']}}
  notebook: {{redirect_uris: ['http://127.0.0.1:8888/callback']}}
"""


@pytest.fixture(scope="module")
def deployed(checkout: Checkout, keycloak: KeycloakServer) -> Iterator[Checkout]:
    """A first environment of one's own, deployed; at the end its realm is deleted."""
    checkout.declare("mine", ENVIRONMENT)
    result = checkout.tools("deploy", "mine")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "KC-" not in result.stderr
    assert "Not tried: signer (own key), ada, alan: make token PRINCIPAL=ada ENV=mine\n" in result.stdout
    # With set-up on a clean clone, which has some 15 lines, fewer than 40; a slow machine adds lines of its progress.
    lines = [line for line in (result.stdout + result.stderr).splitlines() if "mine: applying " not in line]
    assert len(lines) < 26, result.stdout + result.stderr
    yield checkout
    keycloak.admin.delete_realm(REALM)


@pytest.fixture(scope="module")
def verifier(deployed: Checkout, keycloak: KeycloakServer) -> Verifier:
    """The realm's public keys."""
    assert deployed
    return Verifier.of_realm(RealmEndpoints(keycloak.url, REALM))


def roles_of(verifier: Verifier, text: str) -> list[str]:
    """Return the roles of a token, whose signature is checked."""
    return sorted(verifier.roles(httpx.Response(200, json={"access_token": text})))


def token(deployed: Checkout, principal: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Ask for a token of somebody."""
    return deployed.tools("token", principal, "mine", *options)


@pytest.mark.parametrize(
    ("principal", "options", "roles"),
    [
        ("batch", (), ["fraud:predict", "spam:predict"]),
        ("batch", ("--scope", "model.spam.predict"), ["spam:predict"]),
        ("ada", (), ["churn:predict", "fraud:explain"]),
        ("ada", ("--application", "notebook", "--scope", "model.churn.predict model.spam.predict"), ["churn:predict"]),
        ("alan", ("--application", "dashboard"), ["spam:predict"]),
        ("alan", ("--application", "asking"), ["spam:predict"]),
        ("my-api", (), []),
    ],
)
def test_token_is_all_that_is_printed(
    deployed: Checkout, verifier: Verifier, principal: str, options: tuple[str, ...], roles: list[str]
) -> None:
    """Standard output is a valid token with what was granted and asked for; anything else goes to standard error."""
    result = token(deployed, principal, *options)

    assert result.returncode == 0, result.stderr
    (text,) = result.stdout.splitlines()
    assert roles_of(verifier, text) == roles
    assert text not in result.stderr
    assert ("no roles, so that it opens no model: name one by SCOPE=" in result.stderr) == (not roles)


@pytest.mark.parametrize(
    ("scope", "begins"),
    [
        ("model.churn.predict model.spam.predict", "roles: churn:predict; ada was not granted spam:predict; "),
        ("model.spam.predict", "no roles, so that it opens no model: ada was not granted spam:predict; "),
    ],
)
def test_scope_that_was_not_granted_is_said(deployed: Checkout, scope: str, begins: str) -> None:
    """Keycloak leaves it out of a person's token without a word."""
    result = token(deployed, "ada", "--scope", scope)
    assert result.returncode == 0, result.stderr
    assert result.stderr.startswith(begins)


def test_assertion_is_a_request_that_gets_a_token(deployed: Checkout, verifier: Verifier) -> None:
    """Of a consumer with a key of its own the whole request is printed, which serves once."""
    (deployed.root / "signer.pem").write_bytes(KEY.as_pem(private=True))
    result = token(deployed, "signer", "--key", "signer.pem", "--scope", "model.fraud.explain")
    assert result.returncode == 0, result.stderr

    answer = json.loads(deployed.run("sh", "-c", result.stdout).stdout)
    assert roles_of(verifier, answer["access_token"]) == ["fraud:explain"]
    assert json.loads(deployed.run("sh", "-c", result.stdout).stdout)["error"] == "invalid_client"


def test_outputs_are_lines(deployed: Checkout, keycloak: KeycloakServer) -> None:
    """`make output` prints what gateways and clients need to know, and no secret; before a deployment it says so."""
    result = deployed.tools("output", "mine")
    (deployed.root / "environments" / "later.yaml").write_text(ENVIRONMENT.replace(REALM, "ml-later"))
    later = deployed.tools("output", "later")
    (deployed.root / "environments" / "later.yaml").unlink()

    assert result.returncode == 0, result.stderr
    outputs = dict(line.split(": ") for line in result.stdout.splitlines())
    assert outputs["token_endpoint"] == RealmEndpoints(keycloak.url, REALM).token_endpoint
    assert "client_secret" not in outputs
    assert (later.returncode, later.stdout) == (2, "")
    assert later.stderr.endswith("environment 'later' was not deployed yet: run make deploy ENV=later\n")


def test_request_on_the_page_gets_a_token(deployed: Checkout, verifier: Verifier) -> None:
    """The `curl` command that people copy works as it stands there, with another realm's name."""
    (command,) = [
        block for block in Page(ROOT / "docs" / "how-to" / "get-a-token.md").code("sh") if "client_secret=" in block
    ]
    answer = json.loads(deployed.run("sh", "-c", command.replace("/my-models/", f"/{REALM}/")).stdout)

    assert roles_of(verifier, answer["access_token"]) == ["fraud:predict", "spam:predict"]


@pytest.mark.parametrize(
    ("principal", "options", "said"),
    [
        (
            "batch",
            ("--scope", "model.churn.predict"),
            (
                "'model.churn.predict' is not granted to consumer 'batch', which may ask for model.fraud.predict, "
                "model.spam.predict"
            ),
        ),
        (
            "batch",
            ("--scope", "model.frod.predict"),
            "there is no scope 'model.frod.predict': did you mean 'model.fraud.predict'?",
        ),
        (
            "ada",
            ("--scope", "model.frod.predict"),
            "there is no scope 'model.frod.predict': did you mean 'model.fraud.predict'?",
        ),
        ("batch", ("--scope", "offline_access"), "batch: {issuer} refused a token: Invalid scopes: offline_access"),
        ("btach", (), "environment 'mine' has no principal 'btach': did you mean 'batch'?"),
    ],
)
def test_refusal_is_one_line(
    deployed: Checkout, keycloak: KeycloakServer, principal: str, options: tuple[str, ...], said: str
) -> None:
    """What Keycloak refuses is said in its words, and nothing is printed as a token."""
    result = token(deployed, principal, *options)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == said.format(issuer=RealmEndpoints(keycloak.url, REALM).issuer) + "\n"


def test_password_that_was_changed_is_said(deployed: Checkout, keycloak: KeycloakServer) -> None:
    """The login page comes again, which is not gone round for ever."""
    (user,) = keycloak.admin.get(f"realms/{REALM}/users", username="alan", exact="true").json()
    change = {"type": "password", "value": "Another-One-2026!", "temporary": False}
    keycloak.admin.request("PUT", f"realms/{REALM}/users/{user['id']}/reset-password", json=change)
    result = token(deployed, "alan")

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "person 'alan': Keycloak refused the password: it was changed since the account was made\n"
