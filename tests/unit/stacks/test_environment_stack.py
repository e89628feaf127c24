"""One environment as a stack: exact names, and no secret."""

from __future__ import annotations

import secrets

import pytest

from constructs_lib.bindings.provider_constraint import EXCHANGE_KEY_CONSTRAINT, PROVIDER_CONSTRAINT
from constructs_lib.declaration.access_policy import AccessPolicy
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import Synthesized, synthesize_environment, synthesized_once

pytestmark = pytest.mark.unit

ENVIRONMENTS = EnvironmentFiles().names()
OUTPUTS = [
    "audience",
    "client_id",
    "discovery_url",
    "issuer",
    "jwks_uri",
    "realm_name",
    "token_endpoint",
]


@pytest.fixture(scope="module")
def dev() -> Synthesized:
    """The synthesized development environment."""
    return synthesized_once("dev")["dev"]


def test_variables_have_their_exact_names(dev: Synthesized) -> None:
    """`TF_VAR_<name>` is an interface: these names never change."""
    assert sorted(dev.json["variable"]) == [
        "keycloak_url",
        "ml_api_user_initial_password",
        "model_serving_api_client_secret",
    ]


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_outputs_have_their_exact_names(name: str) -> None:
    """Outputs are an interface; each has a description, and the secret alone is sensitive.

    Where other stacks read this one's outputs, it is left out: their states would keep it; it names them instead.
    """
    stacks = synthesized_once(name)
    outputs = stacks[name].json["output"]
    outputs = {key: output for key, output in outputs.items() if not key.startswith("cross-stack")}
    secret = ["client_secret"] if len(stacks) == 1 else []
    others = ["stacks"] if len(stacks) > 1 else []
    assert sorted(outputs) == sorted([*OUTPUTS, *secret, *others])
    assert all(output["description"] for output in outputs.values())
    assert [key for key, output in outputs.items() if output.get("sensitive")] == secret


def test_issuer_follows_the_variable(dev: Synthesized) -> None:
    """The issuer is the public URL of Keycloak and the realm."""
    assert dev.json["variable"]["keycloak_url"]["default"] == "http://127.0.0.1:8080"
    assert dev.json["output"]["issuer"]["value"].startswith("${var.keycloak_url}/realms/${keycloak_realm.")


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_provider_takes_its_server_and_credentials_from_the_environment(name: str) -> None:
    """The provider block has a patient timeout alone, and its version is a range that both majors satisfy.

    A client that trades tokens narrows it: provider 5.3 spells that otherwise than 4.5, which tests synthesize for.
    """
    exchanging = AccessPolicy(EnvironmentFiles().load(name)).exchanging
    for stack in synthesized_once(name).values():
        assert stack.json["provider"] == {"keycloak": [{"client_timeout": 120}]}
        assert stack.json["terraform"]["required_providers"]["keycloak"] == {
            "source": "keycloak/keycloak",
            "version": EXCHANGE_KEY_CONSTRAINT if exchanging else PROVIDER_CONSTRAINT,
        }


def test_no_secret_reaches_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the operator's secrets are, the synthesized JSON holds none of them."""
    canary = f"canary-{secrets.token_hex(12)}"
    for name in ("KEYCLOAK_PASSWORD", "KEYCLOAK_CLIENT_SECRET", "PG_CONN_STR"):
        monkeypatch.setenv(name, canary)
    for environment in ENVIRONMENTS:
        for stack in synthesize_environment(environment).values():
            for variable in stack.json.get("variable", {}):
                monkeypatch.setenv(f"TF_VAR_{variable}", canary)
        assert all(canary not in stack.text for stack in synthesize_environment(environment).values())
