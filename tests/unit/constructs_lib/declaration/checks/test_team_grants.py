"""What a team's file may grant: models that their owners opened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.checks.team_grants import wide_team_grants
from tests.support.declarations.declarations import PERSON, declare, faults

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

PREDICT = {"fraud": ["predict"]}
APPLICATION = {"redirect_uris": ["https://ui.example.com/cb"]}
REMEDY = "add the team to the model's open_to, or remove the grant"


def person(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the props
    """Return a person that a team declares."""
    return {**PERSON.model_dump(), **values}


def declared(growth: dict[str, Any], **fraud: Any) -> Declaration:  # noqa: ANN401 - fields of the props
    """Return a realm with the model `fraud`, a group of all teams, and two teams."""
    return declare(
        models={"fraud": fraud, "churn": {}},
        groups={"everyone": PREDICT},
        external_people=True,
        teams={"growth": growth, "risk": {"consumers": {"fraud-batch": {"grants": PREDICT}}}},
    )


@pytest.mark.parametrize(
    ("growth", "who"),
    [
        ({"consumers": {"batch": {"grants": PREDICT}}}, "consumer 'batch'"),
        ({"groups": {"leads": PREDICT}}, "group 'leads'"),
        ({"people": {"ada": person(grants=PREDICT)}}, "person 'ada'"),
        ({"people": {"ada": person(groups=["everyone"])}}, "person 'ada', by group 'everyone'"),
        (
            {
                "applications": {"ui": APPLICATION},
                "consumers": {"agent": {"exchange": {"from": ["ui"], "models": PREDICT}}},
            },
            "consumer 'agent'",
        ),
    ],
)
def test_model_is_its_owners_until_it_is_opened(growth: dict[str, Any], who: str) -> None:
    """Whichever way a team's file would reach another's model, the owner was asked first."""
    message = f"realm 'ml-prod', {who}: model 'fraud' is not open to team 'growth': {REMEDY}"
    assert faults(declared(growth, owner="risk")) == [message]
    assert faults(declared(growth, owner="risk", open_to=[])) == [message]
    assert faults(declared(growth, open_to=["risk"])) == [message]
    assert faults(declared(growth, owner="risk", open_to=["growth"])) == []
    assert faults(declared(growth, owner="risk", open_to="*")) == []
    assert faults(declared(growth, owner="growth")) == [
        f"realm 'ml-prod', consumer 'fraud-batch': model 'fraud' is not open to team 'risk': {REMEDY}"
    ]
    assert faults(declared(growth)) == []


def test_what_is_declared_for_all_needs_no_opening() -> None:
    """The environment's own file is the platform team's: it grants every model."""
    declaration = declare(
        models={"fraud": {"owner": "risk"}},
        consumers={"batch": {"grants": {"*": ["predict"]}}, "gateway": {"every_model": True}},
        teams={"risk": {}},
    )
    assert faults(declaration) == []
    assert list(wide_team_grants(declaration)) == []


@pytest.mark.parametrize(
    ("fraud", "message"),
    [
        ({"owner": "rsk"}, "unknown team 'rsk': did you mean 'risk'?"),
        ({"open_to": ["growth", "rsk"]}, "unknown team 'rsk': did you mean 'risk'?"),
    ],
)
def test_models_name_teams_that_exist(fraud: dict[str, Any], message: str) -> None:
    """A misspelt team would leave the model closed, or open to whoever takes the name."""
    assert f"realm 'ml-prod', model 'fraud': {message}" in faults(declared({}, **fraud))


@pytest.mark.parametrize("fraud", [{"owner": "grwth"}, {"open_to": ["grwth"]}, {"owner": "risk", "open_to": ["grwth"]}])
def test_misspelt_team_is_said_once(fraud: dict[str, Any]) -> None:
    """That the model is not open to the team that was meant follows from the misspelling."""
    (fault,) = [
        each for each in faults(declared({"consumers": {"batch": {"grants": PREDICT}}}, **fraud)) if "risk" not in each
    ]
    assert fault == "realm 'ml-prod', model 'fraud': unknown team 'grwth': did you mean 'growth'?"


def test_every_model_is_found_wherever_a_team_asks_for_it() -> None:
    """Consumers, groups and people, their own grants, and groups of all teams."""
    every = {"*": ["predict"]}
    declaration = declare(
        groups={"everyone": every},
        external_people=True,
        teams={
            "growth": {
                "consumers": {
                    "batch": {"grants": every},
                    "gateway": {"every_model": True},
                    "narrow": {"grants": PREDICT},
                },
                "groups": {"leads": every, "analysts": PREDICT},
                "people": {
                    "ada": person(grants=every),
                    "bob": person(email="bob@example.com", every_model=True),
                    "cy.": person(email="cy@example.com", groups=["analysts", "everyone"]),
                },
            }
        },
    )
    team = ("teams", "growth")
    assert {(each.subject, each.path, each.construct) for each in wide_team_grants(declaration)} == {
        ("consumer 'batch': '*'", (*team, "consumers", "batch", "grants", "*"), 'Access/Consumers/Roles["batch"]'),
        (
            "consumer 'gateway': every_model",
            (*team, "consumers", "gateway", "every_model"),
            'Access/Consumers/Roles["gateway"]',
        ),
        ("group 'leads': '*'", (*team, "groups", "leads", "*"), "Access/Groups/leads/Roles"),
        ("person 'ada': '*'", (*team, "people", "ada", "grants", "*"), "Access/People/ada/Roles"),
        ("person 'bob': every_model", (*team, "people", "bob", "every_model"), "Access/People/bob/Roles"),
        ("person 'cy.', by group 'everyone': '*'", (*team, "people", "cy.", "groups", 1), "Access/People/cy./Groups"),
    }


def test_team_names_what_it_trades_tokens_for() -> None:
    """What a consumer does on behalf of people is named model by model: no exemption covers it."""
    exchange = {"from": ["ui"], "models": {"*": ["predict"]}}
    growth = {"applications": {"ui": APPLICATION}, "consumers": {"agent": {"exchange": exchange}}}
    assert faults(declared(growth)) == [
        "realm 'ml-prod', consumer 'agent': for others it trades tokens for models that it names: name them"
    ]
