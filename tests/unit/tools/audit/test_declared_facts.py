"""What the Terraform JSON of an environment says that its realm shall hold."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.environment_files import EnvironmentFiles
from tests.support.audit.reviewed_stacks import stacks_of
from tests.support.declarations.declarations import build_declaration, declare
from tools.audit.access import EffectiveAccess
from tools.audit.consequences import preview_roles
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Kind

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["dev", "demo", "demo-federated", "staging", "prod"])
def test_resources_give_what_the_preview_says(name: str) -> None:
    """Whoever is declared holds, by the resources of the stacks, the very roles that the access policy says."""
    environment = EnvironmentFiles().load(name)
    access = EffectiveAccess(declared_facts(Configuration(stacks_of(name))).facts)
    api = f"{environment.sole_api.client_id}/"

    held = {
        holder: frozenset(role for role in access.holders.get(holder, ()) if role.startswith(api))
        for holder in preview_roles(environment)
    }

    assert held == preview_roles(environment)


def test_everything_has_a_name() -> None:
    """No reference of a stack is left unread: a fact names what it is about."""
    facts = declared_facts(Configuration(stacks_of("demo"))).facts
    assert [fact for fact in facts if "?" in (fact.name + fact.owner)] == []


def test_what_is_written_beside_the_construct_is_declared() -> None:
    """Resources that somebody added by hand to a stack count like those of the construct."""
    resources = {
        "keycloak_realm": {"Realm": {"realm": "ml"}},
        "keycloak_openid_client": {"Own": {"realm_id": "ml", "client_id": "own"}},
        "keycloak_role": {
            "Reader": {"realm_id": "ml", "client_id": "${keycloak_openid_client.Own.id}", "name": "reader"},
            "All": {"realm_id": "ml", "name": "all", "composite_roles": ["${keycloak_role.Reader.id}"]},
        },
        "keycloak_group": {
            "Outer": {"realm_id": "ml", "name": "outer"},
            "Inner": {"realm_id": "ml", "name": "inner", "parent_id": "${keycloak_group.Outer.id}"},
        },
        "keycloak_group_memberships": {"M": {"group_id": "${keycloak_group.Inner.id}", "members": ["Eve"]}},
        "keycloak_group_roles": {
            "R": {"group_id": "${keycloak_group.Outer.id}", "role_ids": ["${keycloak_role.All.id}"]}
        },
        "keycloak_openid_client_service_account_role": {
            "S": {
                "service_account_user_id": "${keycloak_openid_client.Own.service_account_user_id}",
                "client_id": "${keycloak_openid_client.Own.id}",
                "role": "reader",
            }
        },
    }

    facts = declared_facts(Configuration({"own": {"resource": resources}})).facts

    assert {fact for fact in facts if fact.kind is not Kind.SETTING} == {
        Fact(Kind.CLIENT, "", "own"),
        Fact(Kind.GROUP, "", "/outer"),
        Fact(Kind.GROUP, "", "/outer/inner"),
        Fact(Kind.MEMBER, "/outer/inner", "person eve"),
        Fact(Kind.ROLE, "", "all"),
        Fact(Kind.ROLE, "", "own/reader"),
        Fact(Kind.ACCOUNT_ROLE, "service account own", "own/reader"),
        Fact(Kind.GROUP_ROLE, "group /outer", "all"),
        Fact(Kind.COMPOSITE, "all", "own/reader"),
    }
    assert set(EffectiveAccess(facts).holders["person eve"]) >= {"all", "own/reader"}


def test_claims_of_before_are_declared() -> None:
    """The scopes of every client, their mappers, and the realm role that reaches tokens though nobody makes it."""
    realm = {"name": "ml-prod", "login": {"verify_email": False}, "compatibility": {"realm_access": ["analyst"]}}
    stack = build_declaration(declare(realm=realm))
    facts = declared_facts(Configuration({"prod": stack.json})).facts
    assert {
        Fact(Kind.SCOPE_ROLE, "ml-realm-roles", "analyst"),
        Fact(Kind.MAPPER, "scope ml-compatibility", "realm_access"),
        Fact(Kind.DEFAULT_SCOPE, "scorer", "ml-realm-roles"),
        Fact(Kind.DEFAULT_SCOPE, "scorer", "ml-compatibility"),
    } <= facts.keys()
    assert Fact(Kind.ROLE, "", "analyst") not in facts
