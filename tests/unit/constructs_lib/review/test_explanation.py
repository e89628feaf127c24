"""Why, how, why not, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.review.explanation import Explanation, explain
from constructs_lib.review.questions import AccessReview
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import PERSON, declare

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")


def asked(declaration: Declaration, who: str, what: str) -> Explanation:
    """Ask why."""
    review = AccessReview(declaration)
    return explain(review, review.principal(who), review.pair(what))


@pytest.mark.parametrize(
    ("declaration", "who", "what", "ways"),
    [
        (DEMO, "ada", "fraud-detector:explain", ["by a login to notebook, which asks for scope {scope}"]),
        (DEMO, "loan-batch", "churn-model:predict", ["client loan-batch asks for scope {scope}"]),
        (DEMO, "edge-forecaster", "recommender:manage", ["client edge-forecaster asks for scope model-api-access"]),
        (
            FEDERATED,
            "corp-ldap:ML Leads",
            "fraud-detector:predict",
            [
                "by a login to notebook, which asks for scope {scope}",
                "by a login to dashboard, which asks for scope {scope}",
                "by a token of notebook that assistant trades: it asks for scope {scope}",
            ],
        ),
        (
            FEDERATED,
            "assistant",
            "fraud-detector:predict",
            ["by a token of notebook that assistant trades: it asks for scope {scope}"],
        ),
    ],
)
def test_ways(declaration: Declaration, who: str, what: str, ways: list[str]) -> None:
    """A yes says which client asks, and for which scope."""
    found = asked(declaration, who, what)
    assert [str(way) for way in found.ways] == [way.format(scope=f"model.{what.replace(':', '.')}") for way in ways]
    assert (found.is_yes, found.remedies) == (True, ())


def test_login_to_the_api_itself() -> None:
    """The API's own tokens hold every role unasked."""
    declared = declare(
        api={"client_id": "scorer", "direct_access_grants": True},
        people={"ada": PERSON.model_copy(update={"grants": {"fraud": ("predict",)}})},
    )
    ways = [str(way) for way in asked(declared, "ada", "fraud:predict").ways]
    assert ways == ["by a login to the API's own client scorer, whose tokens hold every role"]


def test_grant_that_nobody_can_use() -> None:
    """Without a client that asks for it, a grant is of no use, and has no way."""
    ada = PERSON.model_copy(update={"grants": {"fraud": ("predict",)}})
    found = asked(declare(people={"ada": ada}), "ada", "fraud:predict")
    assert (found.is_yes, found.ways) == (True, ())


@pytest.mark.parametrize(
    ("declaration", "who", "what", "remedies"),
    [
        (
            DEMO,
            "payment-gateway",
            "recommender:manage",
            [
                (
                    "let team 'risk' grant the model, by models.recommender.open_to; "
                    "then add manage to consumers.payment-gateway.grants.recommender"
                )
            ],
        ),
        (DEMO, "fraud-trainer", "credit-scorer:manage", ["add manage to consumers.fraud-trainer.grants.credit-scorer"]),
        (
            DEMO,
            "alan",
            "churn-model:predict",
            [
                "add predict to people.alan.grants.churn-model",
                "add predict to groups.risk-analysts.churn-model, for all who are in the group",
                (
                    "add group data-scientists to people.alan.groups; "
                    "it grants every model: the environment's own file must exempt that"
                ),
            ],
        ),
        (
            FEDERATED,
            "ada",
            "fraud-detector:explain",
            [
                "add explain to people.ada.grants.fraud-detector",
                "add explain to groups.churn-analysts.fraud-detector, for all who are in the group",
                "add group fraud-analysts to people.ada.groups",
            ],
        ),
        (
            FEDERATED,
            "partner:groups=ml-churn",
            "fraud-detector:predict",
            ["add predict to groups.churn-analysts.fraud-detector"],
        ),
    ],
)
def test_remedies(declaration: Declaration, who: str, what: str, remedies: list[str]) -> None:
    """A no says what would make it a yes: a grant, a group that has it, a model that is opened to the team."""
    found = asked(declaration, who, what)
    assert ([remark.text for remark in found.remedies], found.is_yes) == (remedies, False)


@pytest.mark.parametrize(
    ("change", "text", "path"),
    [
        (
            {"realm": {"name": "ml", "enabled": False, "login": {"verify_email": False}}},
            "realm 'ml' is disabled: it issues no token",
            ("realm", "enabled"),
        ),
        (
            {"people": {"ada": PERSON.model_copy(update={"enabled": False, "every_model": True})}},
            "person ada is disabled",
            ("people", "ada", "enabled"),
        ),
    ],
)
def test_obstacles(change: dict[str, object], text: str, path: tuple[str, ...]) -> None:
    """What keeps somebody from everything is told with its place."""
    declared = declare(**{"people": {"ada": PERSON.model_copy(update={"every_model": True})}, **change})
    (obstacle,) = asked(declared, "ada", "fraud:predict").obstacles
    assert (obstacle.text, obstacle.path) == (text, path)


def test_disabled_source_is_an_obstacle() -> None:
    """People of a directory that is turned off cannot log in."""
    directory = FEDERATED.federation["corp-ldap"].model_copy(update={"enabled": False})
    declared = FEDERATED.model_copy(update={"federation": {"corp-ldap": directory}})
    found = asked(declared, "corp-ldap:ML Leads", "churn-model:predict")
    assert [(each.text, each.path) for each in found.obstacles] == [
        ("'corp-ldap' is disabled", ("federation", "corp-ldap", "enabled"))
    ]
    assert not found.is_yes
