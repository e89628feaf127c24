"""Grants: to models and actions that exist."""

from __future__ import annotations

import pytest

from tests.support.declarations.declarations import PERSON, declare, faults

pytestmark = pytest.mark.unit

BATCH = "realm 'ml-prod', consumer 'batch'"


@pytest.mark.parametrize(
    ("grants", "message"),
    [
        ({"frud": ["predict"]}, f"{BATCH}: unknown model 'frud': did you mean 'fraud'?"),
        ({"zzz": ["predict"]}, f"{BATCH}: unknown model 'zzz': there are: churn, fraud"),
        ({"fraud": ["predit"]}, f"{BATCH}: model 'fraud' has no action 'predit': did you mean 'predict'?"),
        ({"churn": ["explain"]}, f"{BATCH}: model 'churn' has no action 'explain': there are: predict"),
        ({"*": ["manage"]}, f"{BATCH}: no model has an action 'manage': there are: explain, predict"),
        ({"*": ["explan"]}, f"{BATCH}: no model has an action 'explan': did you mean 'explain'?"),
        (
            {"fraud": ["explain", {"actions": ["predit"], "until": "2020-12-31", "reason": "it is a test"}]},
            f"{BATCH}: model 'fraud' has no action 'predit': did you mean 'predict'?",
        ),
        (
            {"fraud": ["predict", {"actions": ["predict"], "until": "2020-12-31", "reason": "it is a test"}]},
            f"{BATCH}: 'predict' of 'fraud' is granted twice, once until 2020-12-31: keep one of the two",
        ),
        ({"fraud": []}, f"{BATCH}: the grant for 'fraud' has no action: add one, or remove it"),
        ({"*": []}, f"{BATCH}: the grant for '*' has no action: add one, or remove it"),
        ({}, f"{BATCH}: it may call no model: add grants, or remove it"),
    ],
)
def test_grant_that_cannot_be_meant_is_refused(grants: dict[str, list[object]], message: str) -> None:
    """An unknown model or action is answered with the nearest; nobody is declared to be allowed nothing."""
    assert faults(declare(consumers={"batch": {"grants": grants}})) == [message]


def test_grant_where_no_model_is_declared_says_so() -> None:
    """Without models there is no nearest name to offer."""
    assert faults(declare(models={}, consumers={"batch": {"grants": {"fraud": ["predict"]}}})) == [
        f"{BATCH}: unknown model 'fraud': none is declared"
    ]


def test_groups_people_and_teams_are_checked_alike() -> None:
    """Whoever holds a grant, and whichever file declares it, its model must exist."""
    grants = {"frud": ["predict"]}
    declaration = declare(
        groups={"analysts": grants},
        people={"ada": {**PERSON.model_dump(), "groups": ["analysts"], "grants": grants}},
        teams={"risk": {"consumers": {"batch": {"grants": grants}}}},
    )
    assert faults(declaration) == [
        "realm 'ml-prod', group 'analysts': unknown model 'frud': did you mean 'fraud'?",
        "realm 'ml-prod', person 'ada': unknown model 'frud': did you mean 'fraud'?",
        f"{BATCH}: unknown model 'frud': did you mean 'fraud'?",
    ]


@pytest.mark.parametrize(
    "consumer",
    [
        {"every_model": True},
        {"grants": {"*": ["explain"]}},
        {"grants": {"fraud": ["predict", "explain"], "churn": ["predict"]}},
    ],
)
def test_grant_that_exists_is_accepted(consumer: dict[str, object]) -> None:
    """Each kind of grant is enough for a consumer."""
    assert faults(declare(consumers={"batch": consumer})) == []
