"""What the audit of a realm that is joined is about."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.realm_names import with_realm_names
from stacks.environment import Environment
from tests.support.declarations.joined import joined
from tools.audit.facts import Fact, Facts, Kind
from tools.audit.ours import expected_beside_others

pytestmark = pytest.mark.unit

DECLARED: Facts = {Fact(Kind.SCOPE, "", "ml-ml-base"): "", Fact(Kind.SCOPE, "", "basic"): ""}


def environment(prefix: str | None = "ml") -> Environment:
    """Return an environment that joins a realm."""
    declared = joined({"prefix": prefix}, api={"client_id": "scorer", "audience": "urn:ml:models"})
    data = declared.model_dump(exclude_unset=True, by_alias=True)
    return with_realm_names(Environment.model_validate({**data, "keycloak": {"url": "https://sso.example.com"}}))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (Fact(Kind.CLIENT, "", "ml-rogue"), ""),
        (Fact(Kind.PERSON_ROLE, "person eve", "ml-scorer/fraud:predict"), ""),
        (Fact(Kind.COMPOSITE, "employee", "ml-scorer/fraud:predict"), ""),
        (Fact(Kind.GROUP_ROLE, "group /analysts", "ml-scorer/fraud:predict"), ""),
        (Fact(Kind.GROUP_ROLE, "group /ml-groups/analysts", "employee"), ""),
        (Fact(Kind.ACCOUNT_ROLE, "service account ml-batch", "realm-management/view-users"), ""),
        (Fact(Kind.MEMBER, "/ml-groups/analysts", "person eve"), ""),
        (Fact(Kind.DEFAULT_GROUP, "", "/ml-groups/analysts"), ""),
        (Fact(Kind.OPTIONAL_SCOPE, "portal", "ml-model.fraud.predict"), ""),
        (Fact(Kind.OPTIONAL_SCOPE, "ml-notebook", "company"), ""),
        (Fact(Kind.NEW_CLIENT_DEFAULT, "", "ml-ml-base"), ""),
        (Fact(Kind.SCOPE_ROLE, "company", "ml-scorer/fraud:predict"), ""),
        (Fact(Kind.MAPPER, "client portal", "aud"), "oidc-audience-mapper included.custom.audience=urn:ml:models"),
        (Fact(Kind.SETTING, "client ml-batch", "fullScopeAllowed"), "true"),
    ],
)
def test_what_opens_something_of_ours_is_found(fact: Fact, value: str) -> None:
    """Whoever made it: a role, scope, group or audience of ours is ours."""
    expected = expected_beside_others(DECLARED, {fact: value}, environment())
    assert fact not in expected


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (Fact(Kind.CLIENT, "", "portal"), ""),
        (Fact(Kind.PERSON, "", "eve"), ""),
        (Fact(Kind.PERSON_ROLE, "person eve", "employee"), ""),
        (Fact(Kind.GROUP, "", "/ml-groups-of-others"), ""),
        (Fact(Kind.MEMBER, "/analysts", "person eve"), ""),
        (Fact(Kind.SCOPE, "", "basic"), ""),
        (Fact(Kind.DEFAULT_SCOPE, "portal", "basic"), ""),
        (Fact(Kind.SETTING, "realm", "displayName"), "The company"),
        (Fact(Kind.MAPPER, "client portal", "aud"), "oidc-audience-mapper included.custom.audience=urn:portal"),
        (Fact(Kind.FLOW, "", "log in as the company does"), ""),
    ],
)
def test_what_is_of_others_is_as_it_shall_be(fact: Fact, value: str) -> None:
    """Nothing of theirs is a finding, and what they changed is no loss."""
    assert expected_beside_others(DECLARED, {fact: value}, environment())[fact] == value


def test_what_is_ours_is_missed() -> None:
    """What is declared, and not there, is told; what Keycloak brings and the owner took away is not."""
    expected = expected_beside_others(DECLARED, {}, environment())
    assert set(expected) == {Fact(Kind.SCOPE, "", "ml-ml-base")}


def test_without_a_prefix_ours_is_what_is_declared() -> None:
    """A client of another name is somebody else's."""
    live: Facts = {Fact(Kind.CLIENT, "", name): "" for name in ("batch", "rogue")}
    assert set(expected_beside_others({}, live, environment(None))) == {Fact(Kind.CLIENT, "", "rogue")}
