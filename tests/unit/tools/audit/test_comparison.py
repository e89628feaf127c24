"""Where a realm is not what is declared."""

from __future__ import annotations

import pytest

from tools.audit.built_in import BuiltIn
from tools.audit.comparison import Difference, State, compare, expected_facts
from tools.audit.declared.facts import DeclaredFacts
from tools.audit.facts import DEFAULT_ROLES, Fact, Kind
from tools.audit.wording import said

pytestmark = pytest.mark.unit

CLIENT = Fact(Kind.CLIENT, "", "rogue")
ITS_SCOPE = Fact(Kind.DEFAULT_SCOPE, "rogue", "profile")
ITS_MAPPER = Fact(Kind.MAPPER, "client rogue", "audience")
ITS_ROLE = Fact(Kind.ACCOUNT_ROLE, "service account rogue", "model-api/x:predict")
MEMBER = Fact(Kind.MEMBER, "/leads", "person ada")
SETTING = Fact(Kind.SETTING, "realm", "sslRequired")


def test_same_is_no_difference() -> None:
    """Where everything is as declared, nothing is told."""
    assert compare({CLIENT: "", SETTING: "all"}, {CLIENT: "", SETTING: "all"}) == []


def test_parts_of_something_undeclared_are_told_with_it() -> None:
    """Scopes and mappers of a client go with it; what it was granted is told by itself."""
    live = dict.fromkeys((ITS_ROLE, ITS_MAPPER, ITS_SCOPE, CLIENT), "")

    assert compare({}, live) == [
        Difference(State.UNDECLARED, CLIENT, within=(ITS_SCOPE, ITS_MAPPER)),
        Difference(State.UNDECLARED, ITS_ROLE),
    ]
    assert compare({CLIENT: ""}, {CLIENT: "", ITS_SCOPE: ""}) == [Difference(State.UNDECLARED, ITS_SCOPE)]


def test_says_what_is_missing_and_what_differs() -> None:
    """Each of the three kinds of differences has its own words."""
    found = compare({MEMBER: "", SETTING: "all"}, {SETTING: "none", CLIENT: ""})

    assert [said(each) for each in found] == [
        "client rogue is not declared",
        "person ada in group /leads is declared, and missing in Keycloak",
        "sslRequired of realm is none, declared is all",
    ]


def test_whole_lists_replace_what_keycloak_brings() -> None:
    """Where a resource says all roles of everybody, those that Keycloak brings are not expected any more."""
    theirs, ours = (Fact(Kind.COMPOSITE, DEFAULT_ROLES, name) for name in ("uma_authorization", "offline_access"))
    declared = DeclaredFacts({ours: ""}, frozenset({(Kind.COMPOSITE, DEFAULT_ROLES)}))

    assert expected_facts(declared, BuiltIn({theirs: "", CLIENT: ""}, {})) == {CLIENT: "", ours: ""}


def test_scopes_that_no_resource_says_are_keycloaks() -> None:
    """A declared client without resources for its scopes has those that the realm gives to new clients."""
    client, basic = Fact(Kind.CLIENT, "", "own"), Fact(Kind.NEW_CLIENT_DEFAULT, "", "basic")
    offered = [(Kind.DEFAULT_SCOPE, "basic"), (Kind.DEFAULT_SCOPE, "profile")]

    found = expected_facts(DeclaredFacts({client: ""}, frozenset()), BuiltIn({basic: ""}, {}, offered))
    said_all = frozenset({(Kind.DEFAULT_SCOPE, "own")})
    none = expected_facts(DeclaredFacts({client: ""}, said_all), BuiltIn({basic: ""}, {}, offered))

    assert found == {client: "", basic: "", Fact(Kind.DEFAULT_SCOPE, "own", "basic"): ""}
    assert none == {client: "", basic: ""}
