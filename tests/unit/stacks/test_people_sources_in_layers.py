"""Directories and identity providers of an environment with teams."""

from __future__ import annotations

import pytest

from stacks.environment import Environment
from tests.support.declarations.people_sources import OIDC, PREDICT, ldap
from tests.support.declarations.synthesis import Synthesized, synthesize_stacks

pytestmark = pytest.mark.unit

SOURCES = ("keycloak_ldap_user_federation", "keycloak_oidc_identity_provider")
MAPPERS = ("keycloak_ldap_group_mapper", "keycloak_custom_identity_provider_mapper")


@pytest.fixture(scope="module")
def stacks() -> dict[str, Synthesized]:
    """A group of all and one of a team, each with people of a directory and of a provider; another team without."""
    environment = Environment.model_validate(
        {
            "keycloak": {"url": "https://sso.example.com"},
            "realm": {"name": "ml", "login": {"verify_email": False}},
            "api": {"client_id": "scorer"},
            "models": {"fraud": {}},
            "groups": {"everyone": PREDICT},
            "federation": {"corp": ldap({"All": "everyone", "Risk": "risk-analysts"})},
            "identity_providers": {
                "sso": {**OIDC, "claims": {"groups": {"all": "everyone", "risk": "risk-analysts"}}},
            },
            "teams": {
                "risk": {"groups": {"risk-analysts": PREDICT}},
                "growth": {"consumers": {"batch": {"grants": PREDICT}}},
            },
        }
    )
    return synthesize_stacks("ml", environment)


def count(stack: Synthesized, kinds: tuple[str, ...]) -> list[int]:
    """Count the resources of each kind."""
    return [len(stack.resources(kind)) for kind in kinds]


def test_sources_stand_beside_the_realm(stacks: dict[str, Synthesized]) -> None:
    """The realm's stack has them, with their secrets; no other stack asks for these."""
    assert {name: count(stack, SOURCES) for name, stack in stacks.items() if any(count(stack, SOURCES))} == {
        "ml": [1, 1]
    }
    secrets = {"corp_bind_credential", "sso_client_secret"}
    assert {name for name, stack in stacks.items() if secrets & stack.json.get("variable", {}).keys()} == {"ml"}


def test_mappers_stand_beside_their_group(stacks: dict[str, Synthesized]) -> None:
    """Each group's stack has its subgroups and mappers: a change of a team's group plans that team's stack."""
    assert {name: count(stack, MAPPERS) for name, stack in stacks.items() if any(count(stack, MAPPERS))} == {
        "ml-shared": [1, 1],
        "ml-team-risk": [1, 1],
    }


def test_mappers_refer_to_sources_of_the_realm(stacks: dict[str, Synthesized]) -> None:
    """References go from a group to the realm, and Terraform knows them."""
    for name in ("ml-shared", "ml-team-risk"):
        directory = stacks[name].resource("keycloak_ldap_group_mapper")["ldap_user_federation_id"]
        provider = stacks[name].resource("keycloak_custom_identity_provider_mapper")["identity_provider_alias"]
        for reference in (directory, provider):
            output = reference.rpartition(".outputs.")[2].removesuffix("}")
            assert reference.startswith("${data.terraform_remote_state.")
            assert output in stacks["ml"].json["output"]
