"""Who may do what, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.model_action import ModelAction
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.unknown_name import QuestionError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import PERSON, declare

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")


def reasons(declaration: Declaration, name: str) -> dict[str, str]:
    """Return what somebody may do, each with its reasons in words."""
    _, _, yes = AccessReview(declaration).matrix(who=name)
    return {each.pair.role: each.why for each in yes}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("adda", "no principal 'adda': did you mean 'ada'?"),
        ("twin", "'twin' is a consumer and a person: write 'consumer:twin' or 'person:twin'"),
    ],
)
def test_unknown_principal(name: str, message: str) -> None:
    """A name of nobody, or of two, is answered with what to ask instead."""
    declared = declare(people={"ada": PERSON, "twin": PERSON}, consumers={"twin": {}})
    with pytest.raises(QuestionError) as fault:
        AccessReview(declared).principal(name)
    assert str(fault.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("frad:predict", "no model 'frad': did you mean 'fraud'?"),
        ("fraud:", "model 'fraud' has no action '': there are: explain, predict"),
        ("fraud:predic", "model 'fraud' has no action 'predic': did you mean 'predict'?"),
        ("fraud", "'fraud' is a model: name an action too, such as 'fraud:explain'"),
    ],
)
def test_unknown_action(text: str, message: str) -> None:
    """An action is a model's, by both names."""
    with pytest.raises(QuestionError) as fault:
        AccessReview(declare()).pair(text)
    assert str(fault.value) == message


def test_unknown_team() -> None:
    """A team that declares nothing is no team."""
    with pytest.raises(QuestionError, match=r"^no team 'rist': did you mean 'risk'\?$"):
        AccessReview(DEMO).matrix(team="rist")


def test_two_of_one_name_are_told_apart() -> None:
    """The kind before the name says which of the two is meant."""
    review = AccessReview(declare(people={"twin": PERSON}, consumers={"twin": {}}))
    assert [review.principal(f"{kind}:twin").kind for kind in ("consumer", "person")] == ["consumer", "person"]


def test_reasons_of_demo() -> None:
    """Own grants, those of groups, `*` and `every_model` are told apart, and all reasons are told."""
    assert reasons(DEMO, "grace") == {
        "churn-model:predict": "group data-scientists, by *",
        "credit-scorer:predict": "group data-scientists, by *; group risk-analysts",
        "forecaster:predict": "group data-scientists, by *",
        "fraud-detector:explain": "group data-scientists; group risk-analysts",
        "fraud-detector:predict": "group data-scientists; group data-scientists, by *; group risk-analysts",
        "recommender:predict": "group data-scientists, by *",
    }
    assert reasons(DEMO, "payment-gateway") == {"fraud-detector:predict": "own grant"}
    assert reasons(DEMO, "edge-forecaster")["forecaster:predict"] == "every_model; own grant"
    assert set(reasons(DEMO, "edge-forecaster")) == {pair.role for pair in AccessReview(DEMO).policy.model_actions}


def test_reasons_of_people_from_elsewhere() -> None:
    """Who is put into a group by a directory or a claim has its grants, and the reason says by what."""
    assert reasons(FEDERATED, "corp-ldap:ML Leads") == {
        "churn-model:predict": "group leads (corp-ldap:ML Leads), by *",
        "fraud-detector:predict": "group leads (corp-ldap:ML Leads), by *",
    }
    assert reasons(FEDERATED, "corp:groups=ml-fraud")["fraud-detector:explain"] == (
        "group fraud-analysts (corp:groups=ml-fraud)"
    )


def test_exchange_is_a_reason_of_its_own() -> None:
    """A machine that trades tokens may do for people what they may do; that is said."""
    assert reasons(FEDERATED, "assistant") == {"fraud-detector:predict": "on behalf of people of notebook"}


@pytest.mark.parametrize("change", [{"people": {"ada": PERSON.model_copy(update={"enabled": False})}}, {"realm": {}}])
def test_who_cannot_log_in_may_do_nothing(change: dict[str, object]) -> None:
    """A disabled person, like anybody of a disabled realm, gets no token."""
    realm = {"name": "ml", "login": {"verify_email": False}, "enabled": "realm" not in change}
    ada = PERSON.model_copy(update={"every_model": True, "enabled": "realm" in change})
    assert reasons(declare(realm=realm, people={"ada": ada}), "ada") == {}


def test_filters() -> None:
    """A model, an action, a principal and a team each leave out the rest."""
    review = AccessReview(DEMO)
    asked, pairs, yes = review.matrix(models="fraud-detector:explain", team="risk")
    assert {principal.name for principal in asked} == {
        *("loan-batch", "fraud-trainer", "payment-gateway", "grace", "alan")
    }
    assert pairs == (ModelAction("fraud-detector", "explain"),)
    assert [each.principal.name for each in yes] == ["fraud-trainer", "grace", "alan"]
    assert len(review.matrix(models="fraud-detector")[1]) == 2


def test_reasons_agree_with_the_policy() -> None:
    """What is granted by name is what the policy allows, for everybody of both examples."""
    for declaration in (DEMO, FEDERATED):
        review = AccessReview(declaration)
        for principal in (each for each in review.principals if each.is_declared):
            named = {
                pair
                for pair, found in review.policy.reasons(principal).items()
                if any(reason.kind in ("own", "group") for reason in found)
            }
            allowed = review.policy.allowed_to_consumer if principal.is_machine else review.policy.allowed_to_person
            assert named == allowed(principal.name)
