"""What code beside the declaration may do in a realm that has its owner elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.rules.realm.joined_realm import JoinedRealm
from tests.support.declarations.joined import joined
from tests.support.declarations.our_stack import OurStack

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.configuration import Configuration

pytestmark = pytest.mark.unit


@lru_cache
def ours() -> OurStack:
    """Return a stack in a realm that is joined."""
    return OurStack(CheckedDeclaration(joined({"prefix": "ml"})))


def configuration(beside: dict[str, dict[str, Any]]) -> Configuration:
    """Return the stack with resources beside it."""
    body = ours().made()
    for address, arguments in beside.items():
        kind, _, name = address.partition(".")
        body["resource"].setdefault(kind, {})[name] = {"realm_id": "corp", **arguments}
    body["data"]["keycloak_openid_client"] = {"portal": {"realm_id": "corp", "client_id": "portal"}}
    return ours().configuration(body)


@pytest.mark.parametrize(
    ("resource", "arguments", "fault"),
    [
        ("keycloak_realm_events", {}, "this decides about more than ours"),
        ("keycloak_default_roles", {"default_roles": []}, "this decides about more than ours"),
        ("keycloak_user", {"username": "eve"}, "this decides about more than ours"),
        ("keycloak_openid_client_permissions", {}, "this decides about more than ours"),
        ("keycloak_role", {"name": "boss"}, "a role is one of a client of ours"),
        (
            "keycloak_openid_client_optional_scopes",
            {"client_id": "${data.keycloak_openid_client.portal.id}", "optional_scopes": []},
            "client_id is of something that no stack makes: it is not ours to change",
        ),
        ("keycloak_group", {"name": "x", "parent_id": "1f2e"}, "parent_id is of something that no stack makes"),
    ],
)
def test_what_is_of_others_is_refused(resource: str, arguments: dict[str, Any], fault: str) -> None:
    """Neither the realm as a whole, nor a part of what somebody else made."""
    (found,) = JoinedRealm().judge(configuration({f"{resource}.mine": arguments}))
    assert fault in found.fault


def test_a_client_beside_the_declaration_is_ours() -> None:
    """Whoever needs one more may make it, with what it has."""
    beside = {
        "keycloak_openid_client.mine": {"client_id": "ml-mine"},
        "keycloak_role.mine": {"name": "r", "client_id": "${keycloak_openid_client.mine.id}"},
        "keycloak_openid_hardcoded_claim_protocol_mapper.mine": {"client_id": "${keycloak_openid_client.mine.id}"},
    }
    assert list(JoinedRealm().judge(configuration(beside))) == []


def test_no_guardrail_asks_for_what_is_the_owners() -> None:
    """The declaration alone breaks no rule that is about realms of ours."""
    found = {rule.id for rule in RULES for _ in rule.judge(configuration({}))}
    assert found <= {"KC-SECRET-CONSUMER", "KC-SECRET-IN-STATE", "KC-LOCAL-STATE"}
