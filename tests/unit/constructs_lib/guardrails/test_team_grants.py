"""Grants of teams that reach every model: one exemption, whether the files or the synthesized stacks are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.checks.team_grants import wide_team_grants
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from stacks.app import review_app
from stacks.environment import Environment
from tests.support.declarations.declarations import PERSON
from tests.support.declarations.team_folder import ENVIRONMENT, TEAM, TEAM_FILE, fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

EVERY = {"*": ["predict"]}
RESOURCE = 'demo-team-risk/Access/Consumers/Roles["batch"]'


def person(name: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the props
    """Return a person that a team declares."""
    return {**PERSON.model_dump(), "email": f"{name}@example.com", **values}


def test_guardrail_sees_in_the_stacks_what_the_files_say() -> None:
    """The paths that an exemption names for the files are those of the synthesized resources."""
    environment = Environment.model_validate(
        {
            "keycloak": {"url": "https://sso.example.com"},
            "realm": {"name": "ml", "login": {"verify_email": False}},
            "api": {"client_id": "scorer"},
            "models": {"fraud": {}},
            "external_people": True,
            "groups": {"everyone": EVERY, "few": {"fraud": ["predict"]}},
            "consumers": {"shared": {"every_model": True}},
            "teams": {
                "risk": {
                    "consumers": {
                        "batch": {"grants": EVERY},
                        "gateway": {"every_model": True},
                        "narrow": {"grants": {"fraud": ["predict"]}},
                    },
                    "groups": {"leads": EVERY, "analysts": {"fraud": ["predict"]}},
                    "second_factor": {"analysts": "otp"},
                    "people": {
                        "ada": person("ada", grants=EVERY),
                        "bob": person("bob", every_model=True),
                        "eve": person("eve", groups=["everyone"]),
                        "joe": person("joe", groups=["few", "analysts"]),
                        "kim": person("kim", groups=["leads"]),
                    },
                }
            },
        }
    )
    (review,) = review_app({"ml": environment})
    seen = {finding.path for finding in review.findings if finding.rule.id == TeamEveryModel.id}
    assert seen == {f"ml-team-{grant.team}/{grant.construct}" for grant in wide_team_grants(environment)}
    assert len(seen) == 7


@pytest.mark.parametrize(
    ("wrong", "right", "actions", "message"),
    [
        (
            "      fraud-detector: [predict]\n",
            '      "*": [predict]\n',
            "[predict]",
            (
                "4: realm 'ml', consumer 'batch': '*' reaches every model, other teams' too: name the models, "
                f"or let the environment's own file exempt rule KC-TEAM-EVERY-MODEL for resource '{RESOURCE}' "
                "with actions [predict]"
            ),
        ),
        (
            "  batch:\n",
            "  batch:\n    every_model: true\n",
            "['*']",
            (
                "3: realm 'ml', consumer 'batch': every_model reaches every model, other teams' too: name the models, "
                f"or let the environment's own file exempt rule KC-TEAM-EVERY-MODEL for resource '{RESOURCE}' "
                "with actions ['*']"
            ),
        ),
    ],
)
def test_team_reaches_every_model_by_an_exemption_alone(
    tmp_path: Path, wrong: str, right: str, actions: str, message: str
) -> None:
    """The line of the team's file is named, with what the environment's own file would have to say."""
    folder = write_folder(tmp_path, team=TEAM.replace(wrong, right, 1))
    assert fault(folder) == f"{TEAM_FILE}:{message}"
    exemption = exempted(RESOURCE, actions)
    team = TEAM.replace(wrong, right, 1)
    assert fault(write_folder(tmp_path / "team", team=team + exemption)) == (
        f"{TEAM_FILE}:{team.count(chr(10)) + 1}: unknown key 'exemptions': remove it (allowed: consumers, groups, "
        "renamed_groups, second_factor, people, applications)"
    )
    allowed = write_folder(tmp_path / "allowed", environment=ENVIRONMENT + exemption, team=team)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        fault(allowed)


@pytest.mark.parametrize(
    "team",
    [
        "consumers:\n  batch:\n    grants:\n      '*': [predict, explain]\n",
        "consumers:\n  batch:\n    every_model: true\n    grants:\n      '*': [predict]\n",
    ],
)
def test_team_cannot_widen_what_was_exempted(tmp_path: Path, team: str) -> None:
    """An exemption is from what it names: another action, or every one, is an error in the team's file."""
    folder = write_folder(tmp_path, environment=ENVIRONMENT + exempted(RESOURCE, "[predict]"), team=team)
    assert fault(folder).startswith(f"{TEAM_FILE}:")
    assert "reaches every model" in fault(folder)


def test_exempted_group_gives_nothing_to_who_joins_it_later(tmp_path: Path) -> None:
    """The group's exemption is for its grant: whoever joins it by a team's file needs one too."""
    team = TEAM.replace("    fraud-detector: [predict, explain]\n", "    '*': [predict]\n")
    group = "demo-team-risk/Access/Groups/analysts/Roles"
    folder = write_folder(tmp_path, environment=ENVIRONMENT + exempted(group, "[predict]"), team=team)
    assert fault(folder) == (
        f"{TEAM_FILE}:13: realm 'ml', person 'ada', by group 'analysts': '*' reaches every model, other teams' too: "
        "name the models, or let the environment's own file exempt rule KC-TEAM-EVERY-MODEL for resource "
        "'demo-team-risk/Access/People/ada/Groups' with actions [predict]"
    )


def exempted(resource: str, actions: str) -> str:
    """Return the exemption that the environment's file needs."""
    return (
        f"exemptions: [{{rule: KC-TEAM-EVERY-MODEL, resource: '{resource}', actions: {actions}, "
        "reason: it calls all models}]\n"
    )


def test_grant_of_a_closed_model_names_both_places(tmp_path: Path) -> None:
    """Line of the grant, and line of the model whose owner would have to open it."""
    environment = ENVIRONMENT.replace("  churn: {}\n", "  churn: {}\n  risky: {open_to: []}\n")
    team = TEAM.replace("      fraud-detector: [predict]\n", "      risky: [predict]\n", 1)
    assert fault(write_folder(tmp_path, environment=environment, team=team)) == (
        f"{TEAM_FILE}:4: realm 'ml', consumer 'batch': model 'risky' is not open to team 'risk': add the team to the "
        "model's open_to, or remove the grant (environments/demo.yaml:13)"
    )
