"""What counts as the plan that was reviewed, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.tools.runner.planned import CREATE, DELETE, REPLACE, UPDATE, change, plan
from tools.runner.plan import Hidden
from tools.runner.plan_digest import digest_of, unreviewed

pytestmark = pytest.mark.unit

CLIENT = "openid_client.Access_Consumers_Client_1"
LATER = "cross-stack-output-keycloak_role: known after the apply"


def updated(**after: Any) -> Any:  # noqa: ANN401 - a change
    """Return an update of a client."""
    return change(CLIENT, UPDATE, "batch", before={"name": "batch", "enabled": True}, after={"name": "batch", **after})


REVIEWED = plan("prod", updated(enabled=False), changed_outputs=("stacks",))


@pytest.mark.parametrize(
    "other",
    [
        plan("prod", updated(enabled=True), changed_outputs=("stacks",)),
        plan("prod", updated(enabled=Hidden.SECRET), changed_outputs=("stacks",)),
        plan("prod", updated(enabled="<SECRET>"), changed_outputs=("stacks",)),
        plan("prod", updated(enabled=False)),
        plan("prod-models", updated(enabled=False), changed_outputs=("stacks",)),
        plan("prod", change(CLIENT, REPLACE, "batch", after={"enabled": False}), changed_outputs=("stacks",)),
        plan("prod", updated(enabled=False), change("role.M", DELETE, "m:predict"), changed_outputs=("stacks",)),
    ],
    ids=["value", "secret", "text", "output", "stack", "action", "more"],
)
def test_another_plan_has_another_digest(other: Any) -> None:  # noqa: ANN401 - a plan
    """Each value, action, address, output and stack counts, and so does what changed before the plan."""
    assert digest_of([other]) != digest_of([REVIEWED])


@pytest.mark.parametrize("hidden", list(Hidden))
def test_no_value_is_taken_for_a_hidden_one(hidden: Hidden) -> None:
    """What a plan says, in whichever words, is not what it hides."""
    said = plan("prod", updated(enabled={"hidden": hidden.name}))
    assert digest_of([said]) != digest_of([plan("prod", updated(enabled=hidden))])


def test_what_is_not_planned_counts() -> None:
    """A stack that can be planned later alone, and what is renamed beforehand, are part of what is reviewed."""
    digests = {digest_of([REVIEWED]), digest_of([REVIEWED], unplanned=["a"]), digest_of([REVIEWED], renames=["a"])}
    assert len(digests) == 3


def test_same_plan_has_the_same_digest() -> None:
    """Neither the order of changes nor stacks without any count, nor what a secret is."""
    first, second = change("role.M", CREATE, "a", after={"secret": Hidden.SECRET}), change("role.M", CREATE, "b")
    assert digest_of([plan("prod", first, second)]) == digest_of([plan("prod-x"), plan("prod", second, first)])


@pytest.mark.parametrize(
    ("reviewed", "now"),
    [
        ({"role_ids": [LATER]}, {"role_ids": ["7f5a", "8e1b"]}),
        ({"role_ids": ["7f5a", LATER]}, {"role_ids": ["8e1b", "9c2d"]}),
        ({"enabled": True, "id": Hidden.UNKNOWN}, {"enabled": False, "id": "7f5a"}),
        ({"description": "known after the apply"}, {"description": "other"}),
        ({"secret": Hidden.SECRET}, {"secret": "text"}),
        ({}, {"full_scope_allowed": True}),
    ],
)
def test_what_was_known_must_stay(reviewed: dict[str, Any], now: dict[str, Any]) -> None:
    """What the review showed as known is not another value later, and nothing is added."""
    shown = plan("prod", change(CLIENT, UPDATE, "batch", after=reviewed))
    late = plan("prod", change(CLIENT, UPDATE, "batch", after=now))
    assert list(unreviewed(late, shown)) == list(late.changes)


@pytest.mark.parametrize(
    ("reviewed", "now"),
    [
        ({"role_ids": [LATER, "7f5a"]}, {"role_ids": ["7f5a", "8e1b"]}),
        ({"role_ids": Hidden.UNKNOWN}, {"role_ids": ["7f5a", "8e1b"]}),
        ({"attributes": {"role": f"{LATER}/x"}}, {"attributes": {"role": "7f5a/x"}}),
        ({"secret": Hidden.SECRET, "id": Hidden.UNKNOWN}, {"secret": Hidden.SECRET, "id": Hidden.UNKNOWN}),
    ],
)
def test_what_was_unknown_may_be_anything(reviewed: dict[str, Any], now: dict[str, Any]) -> None:
    """What other stacks' applies make known takes the place of what was unknown, in whichever order a set has it."""
    shown = plan("prod", change(CLIENT, UPDATE, "batch", after=reviewed), change("role.M", CREATE, "m:predict"))
    assert list(unreviewed(plan("prod", change(CLIENT, UPDATE, "batch", after=now)), shown)) == []


@pytest.mark.parametrize("actions", [UPDATE, ("no-op",)])
@pytest.mark.parametrize(
    "other",
    [
        {"import_id": "ml/8e1b"},
        {"import_id": None},
        {"previous_address": "keycloak_role.Other"},
        {"previous_address": None},
    ],
    ids=str,
)
def test_object_must_be_the_one_that_was_shown(actions: tuple[str, ...], other: dict[str, str | None]) -> None:
    """What is taken over, or moved, by the plan that came later is what the review showed, from where it showed it."""
    shown = replace(change(CLIENT, actions, "batch", previous="keycloak_role.First"), import_id="ml/7f5a")
    late = plan("prod", replace(shown, **other))  # type: ignore[arg-type]
    assert list(unreviewed(late, plan("prod", shown))) == list(late.changes)
    assert list(unreviewed(plan("prod", shown), plan("prod", shown))) == []


def test_what_an_interrupted_run_made_is_taken_over() -> None:
    """It was to be made, and is there: that run's object is imported, from nowhere else in the state."""
    shown = plan("prod", change(CLIENT, CREATE, "batch", after={"name": "batch"}))
    found = replace(change(CLIENT, UPDATE, "batch", after={"name": "batch"}), import_id="ml/8e1b")
    moved = replace(found, previous_address="keycloak_openid_client.Other")
    assert list(unreviewed(plan("prod", found), shown)) == []
    assert list(unreviewed(plan("prod", moved), shown)) == [moved]


def test_actions_must_be_those_that_were_shown() -> None:
    """What was to be changed is not replaced or destroyed; what was to be made may be there already."""
    shown = plan("prod", change(CLIENT, UPDATE, "batch"), change("role.M", CREATE, "m:predict", after={"name": "p"}))
    others = plan("prod", change(CLIENT, REPLACE, "batch"), change("role.M", DELETE, "m:predict"))
    assert list(unreviewed(others, shown)) == list(others.changes)
    assert list(unreviewed(others, None)) == list(others.changes)
    moved = plan("prod", change("role.M", UPDATE, "m:predict", after={"name": "p"}))
    assert list(unreviewed(moved, shown)) == []
