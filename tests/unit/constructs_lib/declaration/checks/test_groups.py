"""Groups: known, with members, and worth having."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import PERSON, declare, faults

pytestmark = pytest.mark.unit

GRANTS = {"fraud": ["predict"]}


def person(*groups: str) -> dict[str, object]:
    """Return a person with groups."""
    return {**PERSON.model_dump(), "groups": groups}


def test_group_without_member_is_refused() -> None:
    """A grant to nobody is a mistake, where people are declared here."""
    assert faults(declare(groups={"analysts": GRANTS})) == [
        (
            "realm 'ml-prod', group 'analysts': its grants are to nobody: add a person with this group, map a group "
            "of federation or a claim of identity_providers to it, or set external_people"
        )
    ]


def test_group_without_grant_is_refused() -> None:
    """A group that grants nothing is a mistake."""
    assert faults(declare(groups={"analysts": {}}, people={"ada": person("analysts")})) == [
        "realm 'ml-prod', group 'analysts': it grants nothing: add a model"
    ]


def test_unknown_group_is_answered_with_the_nearest() -> None:
    """A person joins groups that exist."""
    people = {"ada": person("analysts", "analyst")}
    assert faults(declare(groups={"analysts": GRANTS}, people=people)) == [
        "realm 'ml-prod', person 'ada': the environment's own file has no group 'analyst': did you mean 'analysts'?"
    ]


@pytest.mark.parametrize(
    "others",
    [
        {"people": {"ada": person("analist")}},
        {"teams": {"risk": {"people": {"ada": person("analist")}}}},
        {
            "identity_providers": {
                "corp": {"type": "google", "client_id": "ml", "claims": {"hd": {"a.example": "analist"}}}
            }
        },
    ],
)
def test_misspelt_group_is_said_once(others: dict[str, Any]) -> None:
    """The group that was meant is not said to have no members: that follows from the misspelling."""
    (fault,) = faults(declare(groups={"analysts": GRANTS}, **others))
    assert fault.endswith("no group 'analist': did you mean 'analysts'?")


def test_group_of_another_team_is_unknown() -> None:
    """A team decides alone who is in its groups."""
    teams = {
        "risk": {"groups": {"analysts": GRANTS}, "people": {"ada": person("analysts")}},
        "growth": {"people": {"bob": {**person("analysts"), "email": "bob@example.com"}}},
    }
    assert faults(declare(teams=teams)) == [
        "realm 'ml-prod', person 'bob': team 'growth' has no group 'analysts': none is declared"
    ]


def test_member_of_a_team_fills_a_shared_group() -> None:
    """A group for all may have members in the teams alone."""
    assert faults(declare(groups={"analysts": GRANTS}, teams={"risk": {"people": {"ada": person("analysts")}}})) == []


def test_people_from_a_directory_may_fill_any_group() -> None:
    """Where people come from elsewhere, no member needs to be declared."""
    assert faults(declare(groups={"analysts": GRANTS}, external_people=True)) == []
