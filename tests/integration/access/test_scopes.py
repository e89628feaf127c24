"""A token holds what was asked for, of what was granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.realms.principals import Principal

pytestmark = pytest.mark.integration

DECLARED = EnvironmentFiles().load("demo")
CONSUMERS = [name for access in DECLARED.accesses().values() for name in access.consumers]
PEOPLE = [name for access in DECLARED.accesses().values() for name in access.people]
EVERY_MODEL = "model-api-access"
ITS_HOLDER = "edge-forecaster"


@pytest.mark.parametrize("name", [*CONSUMERS, *PEOPLE])
def test_nothing_asked_gives_no_role(demo: LiveEnvironment, principals: dict[str, Principal], name: str) -> None:
    """A request without a scope gets a token without a role, whatever its holder was granted."""
    assert "roles" not in demo.tokens.token(principals[name].ask()).claims


@pytest.mark.parametrize("name", [*CONSUMERS, *PEOPLE])
def test_every_model_is_for_its_holder(demo: LiveEnvironment, principals: dict[str, Principal], name: str) -> None:
    """The role that stands for every model is in its holder's token, and in nobody else's."""
    expected = [EVERY_MODEL] if name == ITS_HOLDER else []
    assert demo.tokens.roles(principals[name].ask(EVERY_MODEL)) == expected


@pytest.mark.parametrize("name", CONSUMERS)
def test_consumer_is_refused_the_scope_of_another(
    demo: LiveEnvironment, principals: dict[str, Principal], name: str
) -> None:
    """A consumer that asks for what it was not granted is refused: `invalid_scope`."""
    refused = {pair.scope for pair in demo.policy.model_actions} - {
        pair.scope for pair in demo.policy.allowed_to_consumer(name)
    }
    answer = principals[name].ask(min(refused))
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_scope")


@pytest.mark.parametrize("name", ["fraud-trainer", "churn-pipeline", *PEOPLE])
def test_two_models_give_both_roles(demo: LiveEnvironment, principals: dict[str, Principal], name: str) -> None:
    """A request for two model actions gets both roles and no third."""
    policy = demo.policy
    allowed = policy.allowed_to_person(name) if name in PEOPLE else policy.allowed_to_consumer(name)
    first, second = sorted(allowed)[:2]
    token = demo.tokens.token(principals[name].ask(first.scope, second.scope))
    assert sorted(token.roles) == [first.role, second.role]


def test_person_keeps_what_was_granted_of_what_was_asked(demo: LiveEnvironment) -> None:
    """A person who asks for one granted and one other action gets the granted one; the answer's scope says so."""
    answer = demo.person("alan").ask("model.credit-scorer.predict", "model.forecaster.predict")
    assert demo.tokens.token(answer).roles == ["credit-scorer:predict"]
    assert answer.json()["scope"] == "model.credit-scorer.predict"


def test_unknown_scope_is_refused(demo: LiveEnvironment) -> None:
    """A scope of no model is refused at the authorization endpoint."""
    assert demo.person("ada").ask("model.nothing.predict").json()["error"] == "invalid_scope"
