"""Who breaks which rule."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.access_rules import AccessRules
from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.props import PersonProps
from tests.support.declarations.declarations import PERSON, declare
from tests.support.declarations.later import MUCH_LATER
from tests.support.declarations.people_sources import OIDC, ldap

pytestmark = pytest.mark.unit

GRANT: Any = {"churn": ["predict"]}
EVERYTHING: dict[str, Any] = {
    "consumers": {
        "batch": {"grants": {"fraud": ["predict"]}},
        "edge": {"auth": {"method": "mtls", "subject_dn": "CN=edge,O=Example"}, "every_model": True},
        "agent": {"exchange": {"from": ["notebook"], "models": {"fraud": ["explain"]}}},
    },
    "groups": {"analysts": {"fraud": ["explain"]}, "leads": {"*": ["predict"]}},
    "people": {"ada": PERSON.model_copy(update={"groups": ("analysts",)})},
    "applications": {"notebook": {"redirect_uris": ["https://notebook.example.com/callback"]}},
    "federation": {"corp": ldap({"ML": "leads", "Analysts": "analysts"})},
    "teams": {
        "risk": {
            "groups": {"riskers": {"fraud": ["explain"]}},
            "people": {
                "bob": PersonProps(
                    email="bob@example.com", first_name="Bob", last_name="B", groups=("riskers",), grants=GRANT
                )
            },
        }
    },
}


def broken(kind: str, who: object, *may: str, **values: object) -> set[str]:
    """Return who breaks a rule, and by what."""
    rule = {kind: {"who": who, "may": may}, "reason": "it is a test"}
    declaration = declare(**{**EVERYTHING, **values}, access_rules={"r": rule})
    check_declaration(declaration)
    return {
        f"{each.principals and ' + '.join(map(str, each.principals))}: {' '.join(pair.role for pair in each.pairs)}"
        for each in AccessRules(declaration).broken()
    }


@pytest.mark.parametrize(
    ("who", "may", "expected"),
    [
        ({"consumer": "batch"}, "fraud", {"consumer batch: fraud:predict"}),
        ({"consumer": "batch"}, "churn", set()),
        ({"consumer": "*", "auth": "client_secret"}, "*:predict", {"consumer batch: fraud:predict"}),
        ({"auth": "mtls"}, "f*", {"consumer edge: fraud:explain fraud:predict"}),
        # on behalf of others it could be
        ({"consumer": ["agent", "batch"]}, "fraud:explain", {"consumer agent: fraud:explain"}),
        # anybody may be in the directory's groups
        (
            {"person": "ada"},
            "fraud:explain",
            {"person ada + people of corp:Analysts: fraud:explain"},
        ),
        # of one directory, who is in one group may be in another one, too
        (
            {"group": "analysts"},
            "*:predict",
            {"people of corp:ML: churn:predict fraud:predict"},
        ),
        ({"group": "riskers"}, "churn", {"person bob: churn:predict"}),
        ({"source": "corp"}, "churn", {"people of corp:ML: churn:predict"}),
        ({"team": "risk"}, "*", {"person bob: churn:predict", "person bob: fraud:explain"}),
        ({"team": "risk", "group": "*"}, "churn", {"person bob: churn:predict"}),
        (
            {"application": "notebook"},
            "fraud:explain",
            {
                "consumer agent: fraud:explain",
                "person ada + people of corp:Analysts: fraud:explain",
                "person bob: fraud:explain",
            },
        ),
        (
            "*",
            "churn",
            {"consumer edge: churn:predict", "person bob: churn:predict", "people of corp:ML: churn:predict"},
        ),
    ],
)
def test_never(who: object, may: str, expected: set[str]) -> None:
    """Whoever could be meant, and has it for whatever reason, breaks it by that grant."""
    assert broken("never", who, may) == expected


@pytest.mark.parametrize(
    ("who", "may", "expected"),
    [
        ({"group": "*", "team": "risk"}, "churn", {"consumer edge", "person bob", "people of corp:ML"}),
        (
            {"group": "*", "team": "risk"},
            "fraud:explain",
            {"consumer edge", "consumer agent", "person ada + people of corp:Analysts"},
        ),
        ({"group": "*"}, "fraud:explain", {"consumer edge", "consumer agent"}),
        ({"person": "*"}, "fraud:explain", {"consumer edge", "consumer agent"}),
        ({"person": "*b*"}, "churn", {"consumer edge", "people of corp:ML"}),
        ({"source": "corp"}, "churn", {"consumer edge", "person bob"}),
        ({"team": "risk"}, "churn", {"consumer edge", "people of corp:ML"}),
        ({"application": "note*"}, "fraud:explain", {"consumer edge"}),
        ({"consumer": "*"}, "churn", {"person bob", "people of corp:ML"}),
        ("*", "fraud", set()),
    ],
)
def test_only(who: object, may: str, expected: set[str]) -> None:
    """Whoever is not meant for sure breaks it by each grant that gives it."""
    assert {line.rpartition(": ")[0] for line in broken("only", who, may)} == expected


def test_only_by_one_application_where_there_are_two() -> None:
    """People may log in to any application: a model is one application's alone where no other asks for it."""
    two = {"second": {"redirect_uris": ["https://b.example.com/cb"]}, **EVERYTHING["applications"]}
    assert broken("only", {"application": "notebook"}, "churn", applications=two, consumers={}) != set()
    assert (
        broken("only", {"application": "notebook"}, "churn", consumers={"agent": EVERYTHING["consumers"]["agent"]})
        == set()
    )


@pytest.mark.parametrize(
    ("who", "may", "expected"),
    [
        ({"person": "ada"}, "fraud:explain", set()),
        ({"person": "ada"}, "*:predict", {"person ada: churn:predict fraud:predict"}),
        ({"group": "leads"}, "*:predict", set()),
        ({"group": "analysts"}, "fraud:explain", set()),
        ({"source": "corp"}, "fraud:predict", {"people of corp:Analysts: fraud:predict"}),
        ({"consumer": "edge"}, "*", set()),
        # on behalf of others is not certain
        ({"consumer": "agent"}, "fraud:explain", {"consumer agent: fraud:explain"}),
        ({"team": "risk"}, "churn", set()),
        ({"group": "riskers", "person": "ada"}, "fraud:explain", {"(): fraud:explain"}),
    ],
)
def test_always(who: object, may: str, expected: set[str]) -> None:
    """Each of those who are meant for sure has each of it, by a grant that depends on nobody else."""
    assert broken("always", who, may) == expected


def test_what_ends_is_not_always() -> None:
    """A grant that ends counts for what is forbidden as long as it holds, and never for what has to be there."""
    ending = {"actions": ["predict"], "until": MUCH_LATER, "reason": "it is a test"}
    timed: dict[str, Any] = {"consumers": {"batch": {"grants": {"churn": ending}}}}
    assert broken("always", {"consumer": "batch"}, "churn", **timed) == {"consumer batch: churn:predict"}
    assert broken("never", {"consumer": "batch"}, "churn", **timed) == {"consumer batch: churn:predict"}
    over: dict[str, Any] = {"consumers": {"batch": {"grants": {"churn": {**ending, "until": "2020-12-31"}}}}}
    assert broken("never", {"consumer": "batch"}, "churn", **over) == set()


def test_always_needs_a_way_to_use_it() -> None:
    """A grant that no application asks for is of no use, and somebody who is disabled has none."""
    alone: dict[str, Any] = {"consumers": {}, "applications": {}}
    assert broken("always", {"person": "ada"}, "fraud:explain", **alone) == {"person ada: fraud:explain"}
    disabled = {"ada": PERSON.model_copy(update={"groups": ("analysts",), "enabled": False})}
    assert broken("always", {"person": "ada"}, "fraud:explain", people=disabled) == {"person ada: fraud:explain"}


def test_disabled_realm_is_asked_for_nothing() -> None:
    """Whoever disables a realm means that nobody can use it: no rule keeps them from that."""
    realm = {"name": "ml-prod", "login": {"verify_email": False}, "enabled": False}
    assert broken("always", {"person": "ada"}, "*:predict", realm=realm) == set()
    assert broken("never", {"person": "ada"}, "fraud:explain", realm=realm) == set()


def test_whom_others_put_into_groups_may_be_anybody() -> None:
    """With `external_people` every person may be in every group, and others in a group may come from any source."""
    more = {"external_people": True, "consumers": {}}
    assert broken("never", {"group": "riskers"}, "fraud:predict", **more) == {
        "people of corp:ML + others in group:leads: fraud:predict"
    }
    assert broken("never", {"source": "corp"}, "fraud:explain", **more) == {
        "people of corp:Analysts + others in group:analysts: fraud:explain",
        "others in group:riskers: fraud:explain",
    }
    assert broken("only", {"source": "corp"}, "churn", **more) == {
        "others in group:leads: churn:predict",
        "person bob: churn:predict",
    }


def test_people_of_a_provider_are_meant_by_its_alias() -> None:
    """An identity provider is a source, as a directory is."""
    partner = {**OIDC, "claims": {"groups": {"ml": "leads"}}}
    found = broken("never", {"source": "partner"}, "churn", identity_providers={"partner": partner}, consumers={})
    assert found == {"people of partner:groups=ml: churn:predict"}
