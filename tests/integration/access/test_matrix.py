"""Who may call what in `environments/demo`: every principal, every model, every action, each with a real token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.realms.principals import Principal

pytestmark = pytest.mark.integration

# Written down by hand, from what the files of `demo` say to a reader: the program's own reading must agree.
EXPECTED: dict[str, set[str]] = {
    "payment-gateway": {"fraud-detector:predict"},
    "loan-batch": {"credit-scorer:predict", "credit-scorer:explain", "churn-model:predict"},
    "fraud-trainer": {"fraud-detector:predict", "fraud-detector:explain"},
    "shop-frontend": {"recommender:predict", "fraud-detector:predict"},
    "churn-pipeline": {
        "fraud-detector:predict",
        "credit-scorer:predict",
        "churn-model:predict",
        "recommender:predict",
        "forecaster:predict",
    },
    "edge-forecaster": {"forecaster:predict"},
    "ada": {
        "fraud-detector:predict",
        "fraud-detector:explain",
        "credit-scorer:predict",
        "churn-model:predict",
        "recommender:predict",
        "recommender:manage",
        "forecaster:predict",
    },
    "grace": {
        "fraud-detector:predict",
        "fraud-detector:explain",
        "credit-scorer:predict",
        "churn-model:predict",
        "recommender:predict",
        "forecaster:predict",
    },
    "alan": {
        "fraud-detector:predict",
        "fraud-detector:explain",
        "credit-scorer:predict",
        "credit-scorer:manage",
    },
    "linus": {
        "fraud-detector:predict",
        "credit-scorer:predict",
        "credit-scorer:manage",
        "churn-model:predict",
        "recommender:predict",
        "recommender:manage",
        "forecaster:predict",
    },
}
DECLARED = EnvironmentFiles().load("demo")
MODEL_ACTIONS = AccessPolicy(DECLARED).model_actions


def test_matrix_covers_the_whole_environment() -> None:
    """The table above names every consumer and every person, and says what the declaration says."""
    policy = AccessPolicy(DECLARED)
    declared = {
        **{
            name: policy.allowed_to_consumer(name)
            for access in DECLARED.accesses().values()
            for name in access.consumers
        },
        **{name: policy.allowed_to_person(name) for access in DECLARED.accesses().values() for name in access.people},
    }
    assert {name: {pair.role for pair in pairs} for name, pairs in declared.items()} == EXPECTED
    assert (len(EXPECTED), len(DECLARED.models), len(MODEL_ACTIONS)) == (10, 5, 9)


@pytest.mark.parametrize("pair", MODEL_ACTIONS, ids=lambda pair: pair.role)
@pytest.mark.parametrize("name", EXPECTED)
def test_token_holds_the_role_where_it_was_granted(
    demo: LiveEnvironment, principals: dict[str, Principal], name: str, pair: ModelAction
) -> None:
    """Asked for one action with one model, a token holds that role alone, and only where it was granted."""
    expected = [pair.role] if pair.role in EXPECTED[name] else []
    assert demo.tokens.roles(principals[name].ask(pair.scope)) == expected
