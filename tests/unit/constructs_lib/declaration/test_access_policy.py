"""Who may call what."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from constructs_lib.declaration.props import Grants, ModelProps
from constructs_lib.declaration.props.grants import EndingGrantProps, Grant
from tests.support.declarations.declarations import PERSON, declare
from tests.support.declarations.granted_models import MODELS, PREDICT, TODAY

pytestmark = pytest.mark.unit

POLICY = AccessPolicy(declare(models=MODELS), TODAY)
ACTIONS = st.lists(st.sampled_from(["predict", "explain", "manage"]), max_size=3).map(tuple)
ENDING = st.builds(
    lambda actions, until: EndingGrantProps(actions=actions, until=until, reason="it is a test"),
    ACTIONS.filter(bool),
    st.sampled_from([dt.date(2027, 1, 30), TODAY, dt.date(2027, 2, 1)]),
)
GRANTS = st.dictionaries(
    st.sampled_from([*MODELS, "*"]), ACTIONS | ENDING | st.tuples(st.sampled_from(["predict", "explain"]), ENDING)
)


def items(grant: Grant) -> tuple[str | EndingGrantProps, ...]:
    """Return a grant as a list."""
    return (grant,) if isinstance(grant, EndingGrantProps) else grant


def union(*several: Grants) -> Grants:
    """Return grants that hold all that several hold."""
    return {
        model: tuple(item for grants in several for item in items(grants.get(model, ())))
        for model in {model for grants in several for model in grants}
    }


@given(st.lists(GRANTS, max_size=4))
def test_union_of_grants_allows_the_union(several: list[Grants]) -> None:
    """Grants only add: together they allow what each allows, no more and no less."""
    expected = frozenset[ModelAction]().union(*(POLICY.allowed(grants) for grants in several))
    assert POLICY.allowed(union(*several)) == expected


@given(GRANTS)
def test_grants_allow_nothing_that_no_model_has(grants: Grants) -> None:
    """Whatever is granted, only declared actions of declared models are allowed."""
    assert POLICY.allowed(grants) <= set(POLICY.model_actions)


@given(GRANTS)
def test_scopes_are_those_of_what_is_allowed(grants: Grants) -> None:
    """A client may ask for exactly what its grants allow, and for the access role where it holds it."""
    scopes = {pair.scope for pair in POLICY.allowed(grants)}
    assert set(POLICY.scopes(grants)) == scopes
    assert set(POLICY.scopes(grants, every_model=True)) == {*scopes, "model-api-access"}


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ({}, set()),
        ({"churn": ("explain",)}, set()),
        ({"fraud": ("explain",)}, {ModelAction("fraud", "explain")}),
        ({"*": ("predict",)}, PREDICT),
        ({"*": ("explain",)}, {ModelAction("fraud", "explain")}),
        ({"*": ("predict",), "credit": ("manage",)}, PREDICT | {ModelAction("credit", "manage")}),
    ],
)
def test_star_is_every_model_that_has_the_action(grants: Grants, expected: set[ModelAction]) -> None:
    """`*` is taken apart into the models that have the action; a named model adds to it."""
    assert POLICY.allowed(grants) == expected


@pytest.mark.parametrize(
    ("grants", "every_model", "expected"),
    [
        ({}, False, ()),
        ({}, True, ("model-api-access",)),
        ({"fraud": ("predict", "predict")}, False, ("fraud:predict",)),
        ({"*": ("predict",), "fraud": ("explain",)}, False, ("every-model:predict", "fraud:explain")),
        ({"churn": ("predict",)}, True, ("churn:predict", "model-api-access")),
    ],
)
def test_roles_are_one_for_each_grant(grants: Grants, expected: tuple[str, ...], *, every_model: bool) -> None:
    """`*` is one role, so that a new model changes no grant; a role is assigned once."""
    assert POLICY.roles(grants, every_model=every_model) == expected


def test_person_may_do_what_groups_and_own_grants_allow() -> None:
    """Groups of all and of the team count, and so do direct grants; the access role is none of the models' roles."""
    member = {**PERSON.model_dump(), "groups": ["everyone", "analysts"], "grants": {"credit": ["manage"]}}
    outsider = {**PERSON.model_dump(), "email": "bob@example.com", "every_model": True}
    policy = AccessPolicy(
        declare(
            models=MODELS,
            groups={"everyone": {"churn": ["predict"]}},
            people={"bob": outsider},
            teams={"risk": {"groups": {"analysts": {"fraud": ["explain"]}}, "people": {"ada": member}}},
        )
    )
    assert policy.allowed_to_person("ada") == {
        ModelAction("churn", "predict"),
        ModelAction("credit", "manage"),
        ModelAction("fraud", "explain"),
    }
    assert policy.allowed_to_person("bob") == set()


def test_consumer_of_any_team_is_found() -> None:
    """A consumer may do what its grants allow, whichever file declares it."""
    policy = AccessPolicy(
        declare(
            models=MODELS,
            consumers={"shared": {"grants": {"churn": ["predict"]}}},
            teams={"risk": {"consumers": {"batch": {"grants": {"*": ["explain"]}}}}},
        )
    )
    assert policy.allowed_to_consumer("shared") == {ModelAction("churn", "predict")}
    assert policy.allowed_to_consumer("batch") == {ModelAction("fraud", "explain")}


def test_who_is_not_declared_is_an_error() -> None:
    """Nobody unknown is answered with "nothing"."""
    with pytest.raises(KeyError, match="nobody"):
        POLICY.allowed_to_consumer("nobody")
    with pytest.raises(KeyError, match="nobody"):
        POLICY.allowed_to_person("nobody")


def test_names_of_roles_and_scopes() -> None:
    """These names stand in tokens and requests: they never change."""
    pair = ModelAction("fraud", "predict")
    assert (pair.role, pair.scope) == ("fraud:predict", "model.fraud.predict")


def test_action_that_is_declared_twice_counts_once() -> None:
    """A repeated action gives one role and one scope."""
    policy = AccessPolicy(declare(models={"fraud": ModelProps(actions=("predict", "predict"))}))
    assert policy.model_actions == (ModelAction("fraud", "predict"),)
    assert policy.all_scopes == ("model.fraud.predict", "model-api-access")


@pytest.mark.parametrize("credentials", [["blue", "green"], ["green"]])
def test_each_client_of_a_consumer_is_the_consumer(credentials: list[str]) -> None:
    """While a secret rotates, and after it, the consumer and each of its clients may do the same."""
    auth = {"method": "client_secret", "credentials": credentials}
    policy = AccessPolicy(declare(models=MODELS, consumers={"batch": {"auth": auth, "grants": {"*": ["predict"]}}}))
    assert policy.allowed_to_consumer("batch") == PREDICT
    assert policy.allowed_to_consumer("batch-green") == PREDICT


def test_client_that_a_consumer_does_not_have_may_do_nothing() -> None:
    """A name that looks like a consumer's other client is nobody's."""
    policy = AccessPolicy(declare(models=MODELS, consumers={"batch": {"grants": {"*": ["predict"]}}}))
    with pytest.raises(KeyError):
        policy.allowed_to_consumer("batch-green")


@pytest.mark.parametrize(
    ("model", "teams"),
    [
        ({}, {"risk", "growth"}),
        ({"owner": "risk"}, {"risk"}),
        ({"owner": "risk", "open_to": ["growth"]}, {"risk", "growth"}),
        ({"owner": "risk", "open_to": []}, {"risk"}),
        ({"owner": "risk", "open_to": "*"}, {"risk", "growth"}),
        ({"open_to": ["growth"]}, {"growth"}),
        ({"open_to": []}, set()),
    ],
)
def test_model_is_open_to_its_owner_and_to_teams_that_it_names(model: dict[str, object], teams: set[str]) -> None:
    """A model without an owner is open to all, unless it says otherwise; an owned one is its owner's alone."""
    policy = AccessPolicy(declare(models={"fraud": model}))
    assert {team for team in ("risk", "growth") if policy.is_open("fraud", team)} == teams


def test_application_of_a_team_may_ask_for_models_that_are_open_to_it() -> None:
    """Whoever logs in to a team's application hands it no role on another team's model, nor on every model."""
    ui = {"redirect_uris": ["https://ui.example.com/cb"]}
    policy = AccessPolicy(
        declare(
            models={"fraud": {"owner": "risk"}, "credit": {"owner": "risk", "open_to": ["growth"]}, "churn": {}},
            applications={"portal": ui},
            teams={
                "growth": {"applications": {"growth-ui": ui}},
                "risk": {
                    "applications": {"risk-ui": ui},
                    "consumers": {"agent": {"exchange": {"from": ["risk-ui"], "models": {"fraud": ["predict"]}}}},
                },
            },
        )
    )
    assert policy.application_scopes("growth-ui") == ("model.churn.predict", "model.credit.predict")
    assert policy.application_scopes("risk-ui") == (
        "model.churn.predict",
        "model.credit.predict",
        "model.fraud.predict",
        "exchange.agent",
    )
    assert policy.application_scopes("portal") == policy.all_scopes
    with pytest.raises(KeyError, match="nobody"):
        policy.application_scopes("nobody")
