"""What is told of changes to one of several APIs."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.props import Declaration
from constructs_lib.review.questions import AccessReview
from tests.support.declarations.apis import MODELS_OF_SEVERAL, SEVERAL, several
from tests.support.declarations.declarations import REALM
from tests.support.declarations.told_changes import lines_of

pytestmark = pytest.mark.unit

BATCH: dict[str, Any] = {"grants": {"fraud": ["predict"]}}
BASE = several(consumers={"batch": BATCH})


def other(api: str, **values: object) -> dict[str, Any]:
    """Return the two APIs, one of them with other values."""
    return {**SEVERAL, api: {**SEVERAL[api], **values}}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"apis": other("features", audience="urn:example:store")},
            ["! API features: audience of every token is now urn:example:store (was: urn:example:features)"],
        ),
        (
            {"apis": other("scoring", service_accounts=True)},
            ["! API scoring: tokens for the API's own client is now on (was: off)"],
        ),
        (
            {"models": {**MODELS_OF_SEVERAL, "churn": {"api": "features"}}},
            [
                "! model churn: API that serves it, whose tokens open it, is now features (was: scoring)",
            ],
        ),
        (
            {"apis": {**SEVERAL, "billing": {"client_id": "billing-api"}}},
            ["! API billing is new"],
        ),
        ({"apis": other("scoring", display_name="Models")}, []),
    ],
)
def test_change_of_an_api_is_told(values: dict[str, object], expected: list[str]) -> None:
    """Settings of one of several APIs weigh as those of the only one, and say whose they are."""
    assert lines_of(BASE, several(**{"consumers": {"batch": BATCH}, **values})) == expected


def test_access_role_of_another_api_is_gained() -> None:
    """Whoever gets every model of one API gains the models of that one."""
    head = several(consumers={"batch": {**BATCH, "every_model": ["features"]}})
    assert [line for line in lines_of(BASE, head) if "fraud" in line or "churn" in line] == []
    assert lines_of(BASE, head)[0].startswith("! consumer batch gains")


def test_api_that_gets_a_name_is_the_same() -> None:
    """An environment's only API that becomes one of several changes nothing for anybody."""
    models = {"fraud": {"actions": ["predict"]}}
    one = Declaration.model_validate(
        {
            "realm": REALM,
            "api": {"client_id": "scorer"},
            "models": models,
            "consumers": {"batch": {"every_model": True}},
        }
    )
    api = {"client_id": "scorer", "renamed_from": "api", "access_role": "model-api-access"}
    two = several(
        apis={"scoring": api},
        models={"fraud": {"api": "scoring", "actions": ["predict"]}},
        consumers={"batch": {"every_model": ["scoring"]}},
    )
    assert lines_of(one, two) == []


def test_renamed_api_is_the_same() -> None:
    """Another name of an API is told as a new access role alone, where the role is called after it."""
    apis = {"store": {**SEVERAL["features"], "renamed_from": "features"}, "scoring": SEVERAL["scoring"]}
    models = {**MODELS_OF_SEVERAL, "users": {**MODELS_OF_SEVERAL["users"], "api": "store"}}
    head = several(apis=apis, models=models, consumers={"batch": BATCH})
    assert lines_of(BASE, head) == [
        "! API store: role that opens every model is now store-access (was: features-access)"
    ]


def test_matrix_has_the_models_of_every_api() -> None:
    """One review answers for all APIs: who may call what does not depend on which serves it."""
    review = AccessReview(several(consumers={"batch": {"grants": {"fraud": ["predict"], "users": ["read"]}}}))
    found = review.policy.reasons(review.principal("batch"))
    assert [pair.role for pair in found] == ["fraud:predict", "users:read"]
