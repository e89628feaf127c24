"""What may be done by grants that end."""

from __future__ import annotations

import datetime as dt

import pytest

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from constructs_lib.declaration.principals import principals
from tests.support.declarations.declarations import PERSON, declare
from tests.support.declarations.granted_models import MODELS, PREDICT, TODAY

pytestmark = pytest.mark.unit


def ending(until: str, *actions: str) -> dict[str, object]:
    """Return a grant that ends."""
    return {"actions": actions or ("predict",), "until": until, "reason": "it is a test"}


@pytest.mark.parametrize(("until", "holds"), [("2027-01-30", False), ("2027-01-31", True), ("2027-02-01", True)])
def test_grant_holds_on_its_last_day_and_no_longer(until: str, holds: bool) -> None:  # noqa: FBT001 - parametrized
    """From the day after on nothing comes of it: no role, no scope, no yes; and it is known that it ended."""
    grants = {"fraud": ["explain", ending(until)], "*": ending(until)}
    declared = declare(
        models=MODELS,
        consumers={"batch": {"grants": grants, "exchange": {"from": ["notebook"], "models": grants}}},
        groups={"leads": grants},
        people={"ada": PERSON.model_copy(update={"groups": ("leads",)})},
        applications={"notebook": {"redirect_uris": ["https://notebook.example.com/cb"]}},
    )
    policy = AccessPolicy(declared, TODAY)
    permanent, timed = {ModelAction("fraud", "explain")}, PREDICT if holds else set()
    consumer = declared.consumers["batch"]
    assert policy.allowed(consumer.grants) == permanent | timed
    assert set(policy.roles(consumer.grants)) == {"fraud:explain"} | (
        {"fraud:predict", "every-model:predict"} if holds else set()
    )
    assert set(policy.consumer_scopes(consumer)) == {pair.scope for pair in permanent | timed}
    for principal in principals(declared):
        assert set(policy.reasons(principal)) == permanent | timed
        assert policy.held_roles(principal) >= {pair.role for pair in permanent | timed}
        assert set(policy.ended(principal)) == (set() if holds else PREDICT)
    assert policy.allowed_by_exchange("batch", "ada") == permanent | timed


def test_end_is_part_of_the_reason() -> None:
    """A reason says until when it holds; of two grants each has its own."""
    grants = {"churn": ending("2027-03-31"), "*": ["predict"]}
    declared = declare(models=MODELS, consumers={"batch": {"grants": grants}})
    (principal,) = principals(declared)
    reasons = AccessPolicy(declared, TODAY).reasons(principal)[ModelAction("churn", "predict")]
    assert [str(reason) for reason in reasons] == ["own grant, until 2027-03-31", "own grant, by *"]
    assert (
        AccessPolicy(declared, TODAY).ends(declared.consumers["batch"].grants)[ModelAction("churn", "predict")]
        == dt.date.max
    )
