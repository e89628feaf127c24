"""What plans say that no file can: drift, resources by hand, stacks without a plan; and what cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.prepared_changes import BASE
from tests.support.declarations.simulated_plans import SECRET, Simulated
from tests.support.declarations.synthesis import synthesize_stacks
from tests.support.declarations.told_changes import changed, lines, lines_of
from tools.access.planned.difference import planned_difference
from tools.access.planned.rest import Rest
from tools.access.planned.stack import PlannedStack

pytestmark = [pytest.mark.unit, pytest.mark.slow]

ROLES = "keycloak_user_roles"
NOBODY = "nobody is known to be in it"
UNREAD = "cannot be read: give the plan that terraform plan -out has saved"


@pytest.fixture
def unchanged(base: Environment, applied: Simulated) -> PlannedChange:
    """Plans of what is applied already."""
    return PlannedChange.of("prepared", base, base, applied)


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


def role_id(planned: PlannedChange, name: str) -> str:
    """Return the id of a role."""
    return next(
        str(entry["change"]["before"]["id"])
        for document in planned.documents.values()
        for entry in document["resource_changes"]
        if entry["type"] == "keycloak_role" and entry["change"]["before"]["name"] == name
    )


def test_nothing_changes(unchanged: PlannedChange) -> None:
    """Plans of what is applied say nothing."""
    assert unchanged.difference().is_empty


def test_role_given_by_hand(unchanged: PlannedChange) -> None:
    """What somebody gave to a consumer by hand is lost by the apply; the files know nothing of it."""
    role = role_id(unchanged, "credit-scorer:manage")
    scopes = "keycloak_openid_client_optional_scopes"
    unchanged.changed(ROLES, lambda values: values["role_ids"].append(role), '"batch"')
    unchanged.changed(scopes, lambda values: values["optional_scopes"].append("model.credit-scorer.manage"), '"batch"')
    assert lines(unchanged.difference()) == [
        "  consumer batch loses credit-scorer:manage (was: a grant of its own); an outage if it still calls it"
    ]


def test_role_without_its_scope(unchanged: PlannedChange) -> None:
    """A role by itself reaches no token: taken back, nobody loses anything."""
    role = role_id(unchanged, "credit-scorer:manage")
    unchanged.changed(ROLES, lambda values: values["role_ids"].append(role), '"batch"')
    assert unchanged.difference().is_empty


def test_role_that_no_plan_names(unchanged: PlannedChange) -> None:
    """A role of somebody else's is told by its id, and that nobody knows what it opens."""
    unchanged.changed(
        ROLES, lambda values: values["role_ids"].remove(role_id(unchanged, "churn-model:predict")), '"batch"'
    )
    unchanged.changed(ROLES, lambda values: values["role_ids"].append("35278d75"), '"batch"')
    assert lines(unchanged.difference()) == [
        "  consumer batch gains churn-model:predict (a grant of its own)",
        "  consumer batch loses role 35278d75",
    ]


def test_settings_changed_by_hand(unchanged: PlannedChange) -> None:
    """What is taken back is told with its weight, whether a file has a key for it or not."""

    def open_wide(values: dict[str, Any]) -> None:
        values |= {"full_scope_allowed": True, "valid_redirect_uris": ["*"], "client_authenticator_type": "client-jwt"}

    unchanged.changed("keycloak_openid_client", open_wide, "Applications_notebook")
    unchanged.changed("keycloak_realm", lambda values: values.update(registration_allowed=True))
    assert lines(unchanged.difference()) == [
        "! application notebook: logins may be sent to https://notebook.example.com/callback (instead of: *)",
        "  application notebook: every role in its tokens is now off (was: on)",
        "  application notebook: logins are no longer sent to *",
        "  realm: registration is now off (was: on)",
        "  application notebook: client_authenticator_type is now left out (was: client-jwt)",
    ]


def test_secrets_are_compared_and_not_shown() -> None:
    """Another secret is a change; neither is in what is said, nor kept."""
    data = {**BASE, "consumers": {**BASE["consumers"], "batch": {"grants": {"churn-model": ["predict"]}}}}
    head = Environment.model_validate(data)
    planned = PlannedChange.of("prepared", head, head)
    planned.changed("keycloak_openid_client", lambda values: values.update(client_secret="other"), '"batch"')
    difference = planned.difference()
    assert lines(difference) == ["  consumer batch: its secret changes"]
    kept = repr([(each.before, each.after) for stack in planned.stacks() for each in stack.instances])
    assert SECRET not in kept
    assert "'other'" not in kept


def test_resource_by_hand(unchanged: PlannedChange) -> None:
    """What no construct of ours makes is told as it is, first what may give somebody a role."""
    (document,) = unchanged.documents.values()
    change = {
        "before": None,
        "after": {"name": "sneaky", "role": "admin"},
        "after_unknown": {"id": True},
        "actions": ["create"],
    }
    for type_ in ("keycloak_openid_user_client_role_protocol_mapper", "keycloak_realm_localization"):
        document["resource_changes"].append(
            {"address": f"{type_}.x", "mode": "managed", "type": type_, "name": "x", "change": change}
        )
    assert lines(unchanged.difference()) == [
        "! keycloak_openid_user_client_role_protocol_mapper.x gets openid user client role protocol mapper sneaky",
        "  keycloak_realm_localization.x gets realm localization sneaky",
    ]


def test_first_deployment_and_last(base: Environment, applied: Simulated) -> None:
    """Everything is new, or gone: one line says so."""
    first = PlannedChange.of("prepared", None, base)
    assert lines(first.difference()) == [
        "  environment is new: 3 models, 3 consumers, 4 people, 3 groups, 2 applications",
    ]
    last = PlannedChange(applied.plans({}), {})
    assert lines(last.difference()) == [
        "! environment is removed: 3 models, 3 consumers, 4 people, 3 groups, 2 applications"
    ]


def test_without_the_code(base: Environment, applied: Simulated) -> None:
    """The JSON of a plan does not show the roles of its tables, where the apply alone knows their ids: it says so."""
    data = {**BASE, "models": {**BASE["models"], "new": {}}}
    data["consumers"] = {**BASE["consumers"], "batch": {**BASE["consumers"]["batch"], "grants": {"new": ["predict"]}}}
    planned = PlannedChange.of("prepared", base, Environment.model_validate(data), applied)
    found = planned_difference(planned.stacks(with_code=False))
    assert f"! consumer batch: which roles it has {UNREAD}" in lines(found)


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


def test_group_without_members(base: Environment) -> None:
    """A group that nobody is in yet is told, with its weight: that it may manage, or asks for no factor any more."""
    before = changed(base, "external_people", value=True)
    kept = changed(before, "groups/owners", {"credit-scorer": ("manage",)})
    asking = changed(kept, "second_factor/owners", "otp")
    gains = f"! group owners gains credit-scorer:manage ({NOBODY})"
    assert lines(PlannedChange.of("prepared", before, kept).difference()) == [gains]
    there = Simulated(synthesize_stacks("prepared", asking))
    assert lines(PlannedChange.of("prepared", asking, kept, there).difference()) == [
        f"! group owners: members may log in without a second factor (was: one-time password; {NOBODY})"
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


@pytest.mark.parametrize(
    "document",
    [{}, {"format_version": "2.0"}, {"format_version": "1.2"}, {"format_version": "1.2", "resource_changes": [{}]}],
)
def test_no_plan(document: dict[str, Any]) -> None:
    """What is no plan is refused."""
    with pytest.raises(ValueError, match="it is not a plan in Terraform's JSON format 1"):
        PlannedStack.of("prepared", document)


def test_unfinished_plan(unchanged: PlannedChange) -> None:
    """A plan that ended in an error, or leaves changes to a later one, says so."""
    (document,) = unchanged.documents.values()
    document |= {"errored": True, "complete": False}
    assert lines(unchanged.difference()) == [
        "! stack prepared: it ended in an error: plan again",
        "! stack prepared: it leaves changes to a later one",
    ]


def test_another_bound_role_is_told(base: Environment) -> None:
    """It is renamed in place: who holds it keeps it, and gateways must ask for the new name."""
    bound = [changed(base, "models/fraud-detector/roles", {"predict": role}) for role in ("legacy", "newer")]
    applied = Simulated(synthesize_stacks("prepared", bound[0]))
    assert lines(PlannedChange.of("prepared", bound[0], bound[1], applied).difference()) == [
        "! model fraud-detector: role that allows predict is now newer (was: legacy)"
    ]
    assert lines_of(*bound) == ["! model fraud-detector: role that allows predict is now newer (was: legacy)"]
    assert lines(PlannedChange.of("prepared", base, bound[0]).difference()) == lines_of(base, bound[0])


def test_claims_of_before_are_told(base: Environment, applied: Simulated) -> None:
    """Plans say of them what files say."""
    head = changed(base, "realm/compatibility", {"realm_access": ["analyst"], "resource_access": True})
    assert lines(PlannedChange.of("prepared", base, head, applied).difference()) == lines_of(base, head)
    later = Simulated(synthesize_stacks("prepared", head))
    assert lines(PlannedChange.of("prepared", head, base, later).difference()) == lines_of(head, base)
