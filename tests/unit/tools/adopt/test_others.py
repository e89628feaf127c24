"""Accounts of others are expected, and who joins a declared group is told, unless somebody else fills that group."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.tools.adopt.snapshots import client, person, realm_of
from tools.adopt.draft import Draft
from tools.adopt.others import settle_others

pytestmark = pytest.mark.unit

_GROUP = ({"id": "/risk", "name": "risk", "path": "/risk"}, {"id": "/x/risk", "name": "risk", "path": "/x/risk"})
_ADA = {"email": "ada@example.com", "groups": ["risk"]}


def _settled(members: list[str], people: dict[str, Any], *accounts: str) -> Draft:
    draft = Draft({"groups": {"risk": {"fraud": ["explain"]}}, "people": people, "external_people": True})
    snapshot = realm_of(
        client("model-api"),
        people=tuple(map(person, accounts)),
        groups=_GROUP,
        members={"/risk": members, "/x/risk": ["erin"]},
    )
    settle_others(snapshot, draft)
    return draft


@pytest.mark.parametrize(
    ("members", "people", "why"),
    [
        (["ada", "bob"], {"ada": _ADA}, "person bob is in group risk"),
        ([], {"ada": {}}, "group risk has no member"),
    ],
)
def test_others_fill_groups(members: list[str], people: dict[str, Any], why: str) -> None:
    """Where a declared group has other members, or none, it stays open to others; that is told."""
    draft = _settled(members, people, "ada", "bob")
    assert draft.document["external_people"] is True
    assert "unmanaged" not in draft.document
    assert [why in line for line in draft.guesses] == [True]


def test_others_have_accounts() -> None:
    """Where files declare all members, others have accounts alone; where they declare everybody, not even these."""
    document = _settled(["ada"], {"ada": _ADA}, "ada", "erin").document
    assert "external_people" not in document
    assert [each["what"] for each in document["unmanaged"]] == ["person *"]
    document = _settled(["ada"], {"ada": _ADA}, "ada").document
    assert {"external_people", "unmanaged"}.isdisjoint(document)
