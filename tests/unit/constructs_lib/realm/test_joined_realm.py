"""What is made in a realm that has its owner elsewhere."""

from __future__ import annotations

import pytest

from tests.support.declarations.declarations import build_declaration
from tests.support.declarations.joined import joined
from tests.support.declarations.synthesis import NEWEST, OLDEST, Synthesized

pytestmark = pytest.mark.unit

OURS = {
    *("keycloak_openid_client", "keycloak_openid_client_default_scopes", "keycloak_openid_client_optional_scopes"),
    *("keycloak_openid_client_scope", "keycloak_generic_protocol_mapper", "keycloak_generic_role_mapper"),
    *("keycloak_role", "keycloak_group", "keycloak_group_roles", "keycloak_user_roles", "keycloak_user_groups"),
    "terraform_data",
}


@pytest.fixture(scope="module")
def made() -> Synthesized:
    """Return a stack in a realm that is joined."""
    return build_declaration(joined({"prefix": "ml"}))


@pytest.mark.parametrize("features", [OLDEST, NEWEST])
def test_nothing_decides_about_the_realm(features: object) -> None:
    """The realm is read; its settings, accounts, flows, keys, policies and defaults are left alone."""
    found = build_declaration(joined({"prefix": "ml"}), features=features)  # type: ignore[arg-type]
    assert set(found.json["resource"]) == OURS
    assert set(found.json["data"]) == {"keycloak_realm", "keycloak_user"}
    assert all("client_id" in role for role in found.resources("keycloak_role"))


def test_accounts_are_looked_up(made: Synthesized) -> None:
    """Who is declared gets roles and groups beside those that others gave."""
    users = made.json["data"]["keycloak_user"]
    assert sorted(user["username"] for user in users.values()) == ["ada", "grace"]
    grants = [*made.resources("keycloak_user_roles"), *made.resources("keycloak_user_groups")]
    assert [grant["exhaustive"] for grant in grants] == [False, False, False]


def test_groups_are_below_one_of_ours(made: Synthesized) -> None:
    """No group of ours is beside those of others."""
    parent, child = made.named("keycloak_group", "ml-groups"), made.named("keycloak_group", "analysts")
    assert "parent_id" not in parent
    assert child["parent_id"].startswith("${keycloak_group.")


def test_clients_say_what_signs_and_how_long_it_holds(made: Synthesized) -> None:
    """What the realm decides for others, each client of ours has for itself."""
    client = next(each for each in made.resources("keycloak_openid_client") if each["client_id"] == "ml-notebook")
    settings = client["extra_config"]
    assert (settings["access.token.signed.response.alg"], settings["id.token.signed.response.alg"]) == (
        "RS256",
        "RS256",
    )
    assert (client["access_token_lifespan"], client["client_session_max_lifespan"]) == ("300", "36000")


def test_scopes_of_the_realm_are_no_more_than_declared(made: Synthesized) -> None:
    """Whatever the realm gives new clients is taken from ours: lists are whole."""
    lists = [each["default_scopes"] for each in made.resources("keycloak_openid_client_default_scopes")]
    assert sorted(len(each) for each in lists) == [2, 2, 3]
    assert {scope for each in lists for scope in each if not scope.startswith("${")} == {"basic", "service_account"}


def test_group_claim_tells_groups_of_others_apart(made: Synthesized) -> None:
    """A group of the company may have the name of ours."""
    assert made.named("keycloak_generic_protocol_mapper", "groups")["config"]["full.path"] == "true"
