"""What is said of scopes that Keycloak refuses."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.access_policy import AccessPolicy
from tests.support.declarations.declarations import declare
from tools.tokens.scopes import scope_faults

pytestmark = pytest.mark.unit

MAY = "which may ask for model.fraud.predict"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("model.frod.predict", "there is no scope 'model.frod.predict': did you mean 'model.fraud.predict'?"),
        ("fraud:predict", "there is no scope 'fraud:predict': did you mean 'model.fraud.predict'?"),
        ("model.churn.predict", f"'model.churn.predict' is not granted to consumer 'batch', {MAY}"),
        (
            "model.fraud.predict model.churn.predict model.frod.predict",
            (
                f"'model.churn.predict' is not granted to consumer 'batch', {MAY}; "
                "there is no scope 'model.frod.predict': did you mean 'model.fraud.predict'?"
            ),
        ),
        ("model-api-access", f"'model-api-access' is not granted to consumer 'batch', {MAY}"),
        ("openid offline_access model.fraud.predict", ""),
    ],
)
def test_unknown_scope_is_told_from_one_that_is_not_granted(asked: str, said: str) -> None:
    """Keycloak calls both invalid; of what it brings itself nothing is said."""
    policy = AccessPolicy(declare(models={"fraud": {}, "churn": {}}))
    assert scope_faults(policy, "consumer 'batch'", ["model.fraud.predict"], asked) == said


def test_client_without_scopes_is_said() -> None:
    """An API's own client may ask for no model."""
    policy = AccessPolicy(declare(models={"fraud": {}}))
    assert scope_faults(policy, "client 'my-api'", (), "model.fraud.predict") == (
        "'model.fraud.predict' is not granted to client 'my-api', which may ask for none"
    )
