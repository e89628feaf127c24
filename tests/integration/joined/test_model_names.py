"""Models of any name in a realm that somebody else owns, one of them a team's and granted in the team's own file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from constructs_lib.gateways.protected_api import ProtectedApi
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.team_folder import write_folder
from tests.support.gateways.gateways import FastApiGateway
from tests.support.realms.company_realm import CompanyRealm
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.live_realm import LiveRealm
from tests.support.realms.principals import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REDIRECT = "https://notebook.example.com/callback"
REALM = f"{os.environ.get('PYTEST_XDIST_WORKER', '')}corp-names"
ENVIRONMENT = f"""\
keycloak: {{url: http://127.0.0.1:8080}}
realm: {{name: {REALM}, owner: elsewhere, prefix: ml}}
api: {{client_id: model-api, audience: https://models.example.com}}
models:
  meta-llama/Llama-3.1-8B: {{owner: risk}}
  qwen3:8b: {{owner: risk}}
  qwen3: {{}}
  gpt-4.1: {{}}
consumers:
  all: {{grants: {{"*": [predict]}}}}
gateway: {{presets: [fastapi]}}
"""
TEAM = f"""\
consumers:
  batch: {{grants: {{meta-llama/Llama-3.1-8B: [predict], qwen3:8b: [predict]}}}}
groups:
  analysts: {{meta-llama/Llama-3.1-8B: [predict]}}
people:
  ada: {{groups: [analysts], grants: {{gpt-4.1: [predict]}}}}
applications:
  notebook: {{redirect_uris: ["{REDIRECT}"]}}
"""
# From a model's name to its role and scope in the realm, written down by hand.
LLAMA = ("meta-llama~2FLlama-3.1-8B:predict", "ml-model.meta-llama~2FLlama-3.1-8B.predict")
QWEN_8B = ("qwen3:8b:predict", "ml-model.qwen3:8b.predict")
QWEN = ("qwen3:predict", "ml-model.qwen3.predict")
GPT = ("gpt-4.1:predict", "ml-model.gpt-4.1.predict")
EVERY = (LLAMA, QWEN_8B, QWEN, GPT)


@pytest.fixture(scope="module")
def company(keycloak: KeycloakServer) -> Iterator[CompanyRealm]:
    """Somebody else's realm."""
    company = CompanyRealm(REALM, keycloak.admin)
    company.create()
    yield company
    company.delete()


@pytest.fixture(scope="module")
def live(
    company: CompanyRealm, keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> LiveEnvironment:
    """What joined it, from an environment's file and a team's."""
    folder = write_folder(tmp_path_factory.mktemp("files"), environment=ENVIRONMENT, team=TEAM)
    environment = EnvironmentFiles(folder / "environments").load("demo")
    folder = tmp_path_factory.mktemp("corp-names")
    return LiveEnvironment.apply(environment, realm=company.name, folder=folder, keycloak=keycloak, private=private)


def test_machines_get_what_both_files_grant(live: LiveEnvironment) -> None:
    """The plan is empty; the team's consumer gets its models' roles alone, the environment's those of all."""
    assert live.plan() == []
    assert LiveRealm(live.admin, live.realm).roles("ml-model-api") == {
        *(role for role, _ in EVERY),
        "every-model:predict",
        "ml-model-api-access",
    }
    batch, everything = live.machine("ml-batch"), live.machine("ml-all")
    assert [live.tokens.roles(batch.ask(scope)) for _, scope in (LLAMA, QWEN_8B)] == [[LLAMA[0]], [QWEN_8B[0]]]
    assert {batch.ask(scope).json()["error"] for _, scope in (QWEN, GPT)} == {"invalid_scope"}
    held = live.tokens.roles(everything.ask(*(scope for _, scope in EVERY)))
    assert sorted(held) == sorted(role for role, _ in EVERY)


def test_somebody_of_the_company_gets_what_the_team_grants(
    live: LiveEnvironment, company: CompanyRealm, tmp_path: Path
) -> None:
    """By a group and by a grant, in the team's application; the gateway takes it for those models and no other."""
    ada = Person("ada", "ml-notebook", REDIRECT, live.endpoints, company.password)
    answer = ada.ask("openid", LLAMA[1], GPT[1])
    assert sorted(live.tokens.roles(answer)) == sorted((LLAMA[0], GPT[0]))
    environment = live.environment
    api = ProtectedApi.of("demo", environment, environment.gateway, live.endpoints)
    gateway, token = FastApiGateway.load(tmp_path, api), answer.json()["access_token"]
    paths = ("meta-llama%2FLlama-3.1-8B", "gpt-4.1", "qwen3", "qwen3:8b")
    found = {name: gateway.call(f"/v2/models/{name}/infer", token=token).status for name in paths}
    assert found == {"meta-llama%2FLlama-3.1-8B": 200, "gpt-4.1": 200, "qwen3": 403, "qwen3:8b": 403}
