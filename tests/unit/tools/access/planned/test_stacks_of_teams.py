"""What plans say of an environment of teams, with the plans of all its stacks or of some."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.simulated_plans import Simulated
from tests.support.declarations.synthesis import synthesize_stacks
from tests.support.declarations.told_changes import lines, lines_of
from tools.access.planned.rest import Rest

pytestmark = [pytest.mark.unit, pytest.mark.slow]


@pytest.fixture(scope="module")
def deployed(demo: Environment) -> Simulated:
    """The environment of teams, applied."""
    return Simulated(synthesize_stacks("demo", demo))


def risk(demo: Environment, **changes: dict[str, Any]) -> Environment:
    """Return the environment with something else in the file of team risk."""
    data = demo.model_dump()
    for kind, edited in changes.items():
        for name, props in edited.items():
            data["teams"]["risk"][kind][name] |= props
    return Environment.model_validate(data)


def test_all_stacks_of_teams(demo: Environment, deployed: Simulated) -> None:
    """Roles of the models' stack and groups of the shared one have their names in a team's plan."""
    head = risk(demo, people={"alan": {"groups": ("risk-analysts", "data-scientists")}})
    planned = PlannedChange.of("demo", demo, head, deployed)
    grants = "(group data-scientists, by *)"
    others = "churn-model:predict, forecaster:predict, recommender:predict"
    kept = "now by *, which covers every later model too (group data-scientists, by *; before: "
    assert lines(planned.difference()) == [
        f"! person alan gains {others} {grants}",
        f"! person alan keeps credit-scorer:predict, fraud-detector:predict, {kept}group risk-analysts)",
    ]


def test_stack_alone(demo: Environment, deployed: Simulated) -> None:
    """Of a team's plan alone, what another stack's group brings is not known; roles are."""
    head = risk(
        demo,
        people={"alan": {"groups": ("risk-analysts", "data-scientists")}},
        consumers={"payment-gateway": {"grants": {"fraud-detector": ("predict", "explain")}}},
    )
    planned = PlannedChange.of("demo", demo, head, deployed)
    assert lines(planned.difference(["demo-team-risk"])) == [
        "! person alan joins group data-scientists (its grants are in a stack whose plan was not given)",
        "  consumer payment-gateway gains fraud-detector:explain (a grant of its own)",
    ]


def test_group_alone(demo: Environment, deployed: Simulated) -> None:
    """People of other stacks are in a group of all teams: where their plans are missing, it is said."""
    data = demo.model_dump()
    data["groups"]["data-scientists"] = {"fraud-detector": ("explain",)}
    planned = PlannedChange.of("demo", demo, Environment.model_validate(data), deployed)
    found = lines(planned.difference(["demo-shared"]))
    assert {line.split(" loses")[0] for line in found} == {"  group data-scientists", "  person ada"}
    assert found[0].endswith(" (people of stacks whose plans were not given may be in it)")


def test_rest_is_as_declared(demo: Environment) -> None:
    """Where stacks without a plan are known to change nothing, they are what is declared, owners of models too."""
    base = risk(demo, people={"grace": {"groups": ("risk-analysts",)}})
    planned = PlannedChange.of("demo", base, demo)
    only = ["demo-team-risk"]
    found = lines(planned.difference(only, Rest.of("demo", demo, only)))
    assert found == lines(Difference.of(base, demo))
    assert found == lines(planned.difference(None, Rest.of("demo", demo, list(planned.documents))))
    assert any("first access of team risk to models of growth" in line for line in found)


def test_consumer_changes_its_team(demo: Environment, deployed: Simulated) -> None:
    """What Keycloak sets by default of a client that is made in another stack is no change: the team alone is told."""
    data = demo.model_dump()
    data["teams"]["growth"]["consumers"]["fraud-trainer"] = data["teams"]["risk"]["consumers"].pop("fraud-trainer")
    planned = PlannedChange.of("demo", demo, Environment.model_validate(data), deployed)
    for document in planned.documents.values():
        for entry in document["resource_changes"]:
            change = entry["change"]
            if entry["type"] == "keycloak_openid_client" and entry.get("index") == "fraud-trainer":
                if change["before"]:
                    change["before"] |= {"always_display_in_console": False, "backchannel_logout_url": "x"}
                else:
                    change["after"] |= {"always_display_in_console": None}
                    change["after_unknown"] |= {"backchannel_logout_url": True}
    assert lines(planned.difference()) == [
        "! consumer fraud-trainer now belongs to team growth (was: team risk)",
    ]


def test_people_and_groups_change_their_team(demo: Environment, deployed: Simulated) -> None:
    """Whose file a person or a group is in now is told, by plans as by the files."""
    data = demo.model_dump()
    data["teams"]["growth"]["people"]["alan"] = {**data["teams"]["risk"]["people"].pop("alan"), "grants": {}}
    data["teams"]["growth"]["people"]["alan"]["groups"] = ()
    data["groups"]["risk-analysts"] = data["teams"]["risk"]["groups"].pop("risk-analysts")
    head = Environment.model_validate(data)
    told = {line for line in lines_of(demo, head) if "belongs" in line}
    assert told == {
        "! person alan now belongs to team growth (was: team risk)",
        "  group risk-analysts now belongs to the environment's own file (was: team risk)",
    }
    assert told <= set(lines(PlannedChange.of("demo", demo, head, deployed).difference()))
