"""What was written otherwise, so that access changes: told with its keys, whoever gains or loses by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.prepared_changes import BASE, CHANGES, CORPORATE

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.unit

CLAIM = ("identity_providers", "corp", "claims", "groups", "ml-fraud")
GROUP = "group analysts: grants are now *:predict (were: fraud-detector:predict)"


def causes(make: Callable[[dict[str, Any]], None]) -> set[tuple[str, str, str]]:
    """Return whom changes are about, and the keys and words of what caused them."""
    base = Environment.model_validate(BASE)
    data = base.model_dump(exclude_unset=True)
    make(data)
    changes = Difference.of(base, Environment.model_validate(data)).changes
    return {(each.subject, "/".join(each.cause.path), each.cause.text) for each in changes if each.cause}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "star-in-a-group",
            {(subject, "groups/analysts", GROUP) for subject in ("person ada", "person alan", CORPORATE)},
        ),
        (
            "moved-claim",
            {(CORPORATE, "/".join(CLAIM), f"{CORPORATE} are now put into group viewers (was: analysts)")},
        ),
        (
            "dropped-second-factor",
            {
                (
                    "person linus",
                    "second_factor/leads",
                    "group leads: second factor is now none (was: one-time password)",
                )
            },
        ),
        (
            "left-group",
            {
                (
                    "person alan",
                    "people/alan/groups",
                    "person alan: groups are now viewers (were: analysts, viewers)",
                )
            },
        ),
        ("removed-consumer", {("consumer batch", "consumers/batch", "")}),
        ("raised-lifespan", {("realm", "realm/lifespans/access_token", "")}),
    ],
)
def test_prepared(name: str, expected: set[tuple[str, str, str]]) -> None:
    """Of prepared changes, it is what the change is made to."""
    (change,) = (each for each in CHANGES if each.name == name)
    assert causes(change.make) == expected


def _new_group(data: dict[str, Any]) -> None:
    data["groups"]["scouts"] = {"fraud-detector": ["explain"]}
    data["people"]["ada"]["groups"] = ["analysts", "scouts"]


def _model_behind_star(data: dict[str, Any]) -> None:
    data["models"]["ranker"] = {"actions": ["manage"]}


def _one_key(data: dict[str, Any]) -> None:
    data["groups"]["viewers"]["fraud-detector"] = ["explain"]


def _disabled(data: dict[str, Any]) -> None:
    data["people"]["grace"]["enabled"] = False


def _own(data: dict[str, Any]) -> None:
    data["consumers"]["payment-gateway"]["grants"] = {"fraud-detector": ["predict"], "churn-model": ["predict"]}


def _removed_group(data: dict[str, Any]) -> None:
    del data["groups"]["viewers"]
    data["people"]["alan"]["groups"] = ["analysts"]


def _no_provider(data: dict[str, Any]) -> None:
    data["identity_providers"] = {}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            _new_group,
            ("person ada", "people/ada/groups", "person ada: groups are now analysts, scouts (were: analysts)"),
        ),
        (_model_behind_star, ("model ranker", "models/ranker", "")),
        (
            _one_key,
            (
                "person alan",
                "groups/viewers/fraud-detector",
                "group viewers: grants are now churn-model:predict, fraud-detector:explain (were: churn-model:predict)",
            ),
        ),
        (_disabled, ("person grace", "people/grace/enabled", "person grace: enabled is now off (was: on)")),
        (_own, ("consumer payment-gateway", "consumers/payment-gateway/grants/churn-model", "")),
        (
            _removed_group,
            ("person alan", "people/alan/groups", "person alan: groups are now analysts (were: analysts, viewers)"),
        ),
        (_no_provider, (CORPORATE, "identity_providers/corp", "identity provider corp is removed")),
    ],
)
def test_others(make: Callable[[dict[str, Any]], None], expected: tuple[str, str, str]) -> None:
    """Who joins or leaves a group is the cause before what the group grants; a grant of one's own is its own cause."""
    assert expected in causes(make)


def test_new_model_by_star() -> None:
    """Who has `*` gains by a new model, and that is why."""
    data = {**BASE, "groups": {**BASE["groups"], "leads": {"*": ["manage"]}}}
    base = Environment.model_validate(data)
    head = Environment.model_validate({**data, "models": {**BASE["models"], "ranker": {"actions": ["manage"]}}})
    found = {each.subject: each.cause for each in Difference.of(base, head).changes}
    cause = found["person linus"]
    assert cause
    assert (cause.path, cause.text) == (("models", "ranker"), "model ranker is new: manage")
