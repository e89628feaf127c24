"""Who gets tokens, by name."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.principals import Principal, principals
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import PERSON, declare

pytestmark = pytest.mark.unit


def test_people_of_directories_and_providers_are_named_by_their_way_in() -> None:
    """A directory's group and a provider's claim are principals, each with the group of ours that it leads to."""
    found = principals(EnvironmentFiles().load("demo-federated"))
    assert {(each.kind, each.name, each.group) for each in found} == {
        ("consumer", "assistant", ""),
        ("consumer", "fraud-service", ""),
        ("consumer", "nightly-evaluation", ""),
        ("person", "ada", ""),
        ("directory", "corp-ldap:ML Fraud (EU)", "fraud-analysts"),
        ("directory", "corp-ldap:ML Leads", "leads"),
        ("claim", "corp:groups=ml-fraud", "fraud-analysts"),
        ("claim", "partner:groups=ml-churn", "churn-analysts"),
    }


def test_groups_that_others_fill_are_principals() -> None:
    """With `external_people`, nobody here can say who is in a group: each stands for those people."""
    declared = declare(groups={"leads": {"*": ("predict",)}}, external_people=True)
    assert principals(declared) == (Principal("group", "group:leads", None, "leads"),)


def test_teams_and_disabled_people_are_told() -> None:
    """Who declares somebody is known, and whether that somebody can log in."""
    ada = PERSON.model_copy(update={"enabled": False})
    declared = declare(teams={"risk": {"people": {"ada": ada}}}, people={"bob": PERSON})
    assert principals(declared) == (
        Principal("person", "bob"),
        Principal("person", "ada", "risk", enabled=False),
    )


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (Principal("consumer", "batch"), "consumer batch"),
        (Principal("directory", "corp:ML Leads", None, "leads", "corp"), "people of corp:ML Leads"),
        (Principal("group", "group:leads", None, "leads"), "others in group:leads"),
    ],
)
def test_words(principal: Principal, expected: str) -> None:
    """In words, a principal is called as it is asked for."""
    assert str(principal) == expected
