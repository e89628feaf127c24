"""Former names that contradict what is declared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import declare, faults

pytestmark = pytest.mark.unit

ADA = {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}
BOB = {**ADA, "email": "bob@example.com"}
GRANTS = {"fraud": ["predict"]}
STILL = "its former name is that of a {} which is declared: rename that one, or remove renamed_from: '{}'"
URIS = {"redirect_uris": ["https://n.example.com/cb"]}


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (
            {"models": {"fraud": {"renamed_from": "churn"}, "churn": {}}},
            f"model 'fraud': {STILL.format('model', 'churn')}",
        ),
        (
            {"models": {"fraud": {"renamed_from": "old"}, "churn": {"renamed_from": "old"}}},
            "model 'churn': another model is renamed from 'old' too: one of the two is new, remove its renamed_from",
        ),
        (
            {"models": {"fraud": {"renamed_from": "fraud"}}},
            "model 'fraud': it is renamed from itself: remove renamed_from",
        ),
        (
            {
                "consumers": {"batch": {"renamed_from": "notebook", "grants": GRANTS}},
                "teams": {"risk": {"applications": {"notebook": URIS}}},
            },
            f"client 'batch': {STILL.format('client', 'notebook')}",
        ),
        (
            {
                "people": {"ada.l": {**ADA, "renamed_from": "ada"}},
                "teams": {"risk": {"people": {"bob": {**BOB, "renamed_from": "ada"}}}},
            },
            "person 'bob': another person is renamed from 'ada' too: one of the two is new, remove its renamed_from",
        ),
        (
            {"teams": {"risk": {"consumers": {"batch": {"renamed_from": "realm-management", "grants": GRANTS}}}}},
            "client 'batch': 'realm-management' is Keycloak's own: remove renamed_from, or name another",
        ),
        (
            {"teams": {"risk": {"people": {"eve": {**ADA, "renamed_from": "service-account-batch"}}}}},
            "person 'eve': 'service-account-batch' is Keycloak's own: remove renamed_from, or name another",
        ),
        (
            {
                "consumers": {"nightly": {"auth": {"method": "client_secret"}, "grants": GRANTS}},
                "teams": {"risk": {"applications": {"ui": {**URIS, "renamed_from": "nightly-green"}}}},
            },
            (
                "client 'ui': client 'nightly-green' is kept for consumer 'nightly' of the environment's own file, "
                "whose secret rotates to it: remove renamed_from, or name another"
            ),
        ),
        (
            {"groups": {"a": {**GRANTS, "renamed_from": "b"}, "b": GRANTS}, "external_people": True},
            f"group 'a': {STILL.replace('renamed_from', 'its former name').format('group', 'b')}",
        ),
        (
            {"groups": {"a": GRANTS}, "renamed_groups": {"aa": "aa"}, "external_people": True},
            "renamed groups: the environment's own file has no group 'aa': did you mean 'a'?",
        ),
        (
            {"groups": {"a": GRANTS}, "renamed_groups": {"a": "a"}, "external_people": True},
            "group 'a': it is renamed from itself: remove its former name",
        ),
        (
            {"groups": {"a": GRANTS, "b": GRANTS}, "renamed_groups": {"a": "c", "b": "c"}, "external_people": True},
            "group 'b': another group is renamed from 'c' too: one of the two is new, remove its former name",
        ),
    ],
)
def test_contradiction_is_refused(parts: dict[str, Any], fault: str) -> None:
    """A former name belongs to one thing, which is declared by its new name alone."""
    assert faults(declare(**parts)) == [f"realm 'ml-prod', {fault}"]


def test_former_name_of_a_group_is_no_model() -> None:
    """It stands among the group's grants, and is kept beside them."""
    declaration = declare(groups={"a": {**GRANTS, "renamed_from": "b"}, "c": GRANTS}, external_people=True)
    assert declaration.groups == {"a": {"fraud": ("predict",)}, "c": {"fraud": ("predict",)}}
    assert declaration.renamed_groups == {"a": "b"}
    assert faults(declaration) == []
