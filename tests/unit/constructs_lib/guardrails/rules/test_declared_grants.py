"""Roles that a declared grant has, beside those of its declaration."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

import pytest

from constructs_lib.cdk import App
from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.keycloak.granted_roles import granted_roles
from constructs_lib.guardrails.rules.grants.declared_grant import DeclaredGrant
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.app import add_stacks
from stacks.environment import Environment

pytestmark = pytest.mark.unit

PREDICT = {"fraud": ["predict"]}
PERSON = {"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "invite": True, "grants": PREDICT}


@lru_cache
def made(*, teams: bool) -> tuple[CheckedDeclaration[Environment], dict[str, dict[str, Any]]]:
    """Return what is declared, and the stacks' Terraform JSON by name."""
    access = {
        "groups": {"leads": PREDICT},
        "second_factor": {"leads": "otp"},
        "people": {"ada": {**PERSON, "groups": ["leads"]}},
        "consumers": {"batch": {"grants": PREDICT}, "all": {"grants": {"*": ["predict"]}}},
    }
    values: dict[str, Any] = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "smtp": {"host": "m", "sender": "a@b.com"}},
        "api": {"client_id": "scorer"},
        "models": {
            "fraud": {"actions": ["predict", "manage"]},
            "churn": {"open_to": [], "roles": {"predict": "legacy"}},
        },
        **(access if not teams else {"teams": {"risk": {"consumers": {"loans": {"grants": PREDICT}}}}}),
    }
    checked = CheckedDeclaration(Environment.model_validate(values))
    stacks = add_stacks(App(), "prod", checked)
    for stack in stacks:
        stack.prepare_stack()
    return checked, {stack.node.id: stack.to_terraform() for stack in stacks}


def faults(stacks: dict[str, dict[str, Any]], checked: CheckedDeclaration[Environment]) -> list[str]:
    """Return what is said of the stacks."""
    configuration = Configuration(stacks, declared=[checked])
    return sorted({f"{each.subject.path}: {each.fault}" for each in DeclaredGrant().judge(configuration)})


def local(body: dict[str, Any], *words: str) -> str:
    """Return the name of the local value that has these words."""
    return next(str(name) for name in body["locals"] if all(word in name for word in words))


def role(body: dict[str, Any], *words: str) -> str:
    """Return the name of the role that has these words."""
    return next(str(name) for name in body["resource"]["keycloak_role"] if all(word in name for word in words))


def test_declared_grants_pass() -> None:
    """What the constructs make of a declaration is what it says, for teams too."""
    for teams in (False, True):
        checked, stacks = made(teams=teams)
        assert faults(stacks, checked) == []


def test_table_of_roles_that_is_another_is_refused() -> None:
    """Whoever asks for a model by its name gets the role of that one, and not the access role."""
    checked, stacks = copy.deepcopy(made(teams=False))
    body = stacks["prod"]
    table, access = local(body, "Access_RoleIds"), role(body, "AccessRole")
    body["locals"][table] = (
        f'${{merge(local.{local(body, "Models_RoleIds")}, {{"fraud:predict" = keycloak_role.{access}.id}})}}'
    )
    found = faults(stacks, checked)
    fault = "it grants 'model-api-access', which the declaration does not"
    at = "prod/Security/Access"
    assert {f"{at}/Groups/leads/Roles: {fault}", f"{at}/People/ada/Roles: {fault}"} <= set(found)
    assert f'{at}/Consumers/Roles["batch"]: {fault}' in found


def test_table_of_consumers_that_is_another_is_refused() -> None:
    """A consumer has the declared roles, and there is none that is not declared."""
    checked, stacks = copy.deepcopy(made(teams=False))
    body = stacks["prod"]
    entries = body["locals"][local(body, "Access_Consumers_RolesOf")]
    entries["evil"] = dict(entries["batch"])
    entries["batch"]["roles"] = [*entries["batch"]["roles"], "fraud:manage"]
    at = "prod/Security/Access/Consumers/Roles"
    assert faults(stacks, checked) == [
        f"{at}[\"batch\"]: it grants 'fraud:manage', which the declaration does not",
        f"{at}[\"evil\"]: it is of a consumer 'evil', which is not declared",
    ]


@pytest.mark.parametrize("kind", ["keycloak_user_roles", "keycloak_generic_role_mapper"])
def test_team_has_no_role_of_a_model_that_is_not_open_to_it(kind: str) -> None:
    """In a team's stack, a resource made by hand reaches the team's models alone."""
    checked, stacks = copy.deepcopy(made(teams=True))
    body = stacks["prod-team-risk"]
    given = f'${{local.{local(body, "RoleIds")}["legacy"]}}'
    by_kind: dict[str, dict[str, Any]] = {
        "keycloak_user_roles": {"user_id": "u", "role_ids": [given], "exhaustive": False},
        "keycloak_generic_role_mapper": {"client_id": "c", "role_id": given},
    }
    body["resource"].setdefault(kind, {})["Own"] = {"realm_id": "ml", **by_kind[kind]}
    assert faults(stacks, checked) == ["prod-team-risk/Own: it has 'legacy', and the model is not open to team 'risk'"]


def test_bound_role_is_one_of_a_single_model() -> None:
    """Granted by a team's file, it is none that opens every model."""
    values = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "login": {"verify_email": False}},
        "api": {"client_id": "scorer"},
        "models": {"fraud": {"roles": {"predict": "legacy"}}},
        "teams": {"risk": {"consumers": {"loans": {"grants": PREDICT}}}},
    }
    checked = CheckedDeclaration(Environment.model_validate(values))
    stacks = {stack.node.id: stack for stack in add_stacks(App(), "prod", checked)}
    for stack in stacks.values():
        stack.prepare_stack()
    written = {name: stack.to_terraform() for name, stack in stacks.items()}
    assert faults(written, checked) == []
    configuration = Configuration(written, declared=[checked])
    assert [grant.role for grant in granted_roles(configuration) if "-team-" in grant.by.stack] == ["legacy"]
    assert list(TeamEveryModel().judge(configuration)) == []
    undeclared = Configuration(written)
    assert [each.fault for each in TeamEveryModel().judge(undeclared)] == ["a team's file grants 'legacy'"]
