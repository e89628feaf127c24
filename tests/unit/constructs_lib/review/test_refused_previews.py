"""Questions about tokens that nobody gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.review.questions import AccessReview
from constructs_lib.review.requested_scopes import require_known
from constructs_lib.review.unknown_name import QuestionError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import PERSON, REALM, declare
from tests.support.tokens.previews import previewed_token

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")
UI = {"ui": {"redirect_uris": ["https://ui.example.com/callback"]}}
ADA = PERSON.model_copy(update={"grants": {"fraud": ("predict", "explain")}, "email_verified": False})


@pytest.mark.parametrize(
    ("declaration", "who", "through", "message"),
    [
        (DEMO, "ada", "notebok", "person ada gets no token through 'notebok': did you mean 'notebook'?"),
        (
            FEDERATED,
            "ada",
            None,
            "person ada gets tokens through notebook, dashboard, assistant: say which one by --through",
        ),
        (
            declare(people={"ada": ADA}),
            "ada",
            None,
            "person ada gets no token: declare an application that people log in to",
        ),
        (
            FEDERATED,
            "assistant",
            "notebook",
            "consumer assistant gets no token through 'notebook': there are: assistant",
        ),
    ],
)
def test_unknown_client(declaration: Declaration, who: str, through: str | None, message: str) -> None:
    """A token is asked for by a client that its holder can use."""
    with pytest.raises(QuestionError) as fault:
        previewed_token(declaration, who, through=through)
    assert str(fault.value) == message


def test_unknown_scope() -> None:
    """A scope that no client may ask for is a mistake of the question."""
    with pytest.raises(QuestionError, match=r"^no scope 'model.frad.predict': did you mean 'model.fraud.predict'\?$"):
        require_known(AccessReview(declare(people={"ada": ADA}, applications=UI)), ["openid", "model.frad.predict"])


def test_scope_of_others_is_refused() -> None:
    """Keycloak refuses what the client may not ask for, and issues no token at all."""
    found = previewed_token(DEMO, "payment-gateway", "model.fraud-detector.predict", "model.recommender.manage")
    assert found.refusal == "invalid_scope: payment-gateway may not ask for model.recommender.manage"
    assert (found.claims, found.size) == ({}, 0)


@pytest.mark.parametrize(
    ("declaration", "who", "refusal"),
    [
        (
            declare(people={"ada": ADA.model_copy(update={"enabled": False})}, applications=UI),
            "ada",
            "person ada cannot log in: disabled",
        ),
        (
            declare(people={"ada": ADA}, applications=UI, realm=REALM.model_copy(update={"enabled": False})),
            "ada",
            "realm 'ml-prod' is disabled",
        ),
    ],
)
def test_nobody_gets_in(declaration: Declaration, who: str, refusal: str) -> None:
    """Who cannot log in has no token."""
    assert previewed_token(declaration, who).refusal == refusal
