"""What plans say that no file can: drift, resources by hand; and what cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.prepared_changes import BASE
from tests.support.declarations.simulated_plans import SECRET, Simulated
from tests.support.declarations.synthesis import synthesize_stacks
from tests.support.declarations.told_changes import changed, lines, lines_of
from tools.access.planned.difference import planned_difference
from tools.access.planned.stack import PlannedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.declarations.synthesis import Synthesized

pytestmark = [pytest.mark.unit, pytest.mark.slow]

ROLES = "keycloak_user_roles"
NOBODY = "nobody is known to be in it"
UNREAD = "cannot be read: give the plan that terraform plan -out has saved"


@pytest.fixture
def unchanged(code: Mapping[str, Synthesized], applied: Simulated) -> PlannedChange:
    """Plans of what is applied already."""
    return PlannedChange(applied.plans(code), code)


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


def test_access_role_that_is_called_as_a_models() -> None:
    """Its name is its owner's to choose: whoever gets it by `every_model` has its scope, and no model's is missed."""
    data = {**BASE, "api": {**BASE["api"], "access_role": "Every:Model"}}
    granted = {**data, "consumers": {**BASE["consumers"], "batch": {"every_model": True}}}
    base, head = (Environment.model_validate(each) for each in (data, granted))
    told = lines(PlannedChange.of("prepared", base, head).difference())
    assert told == lines(Difference.of(base, head))
    assert [line for line in told if "Every:Model" in line] == []


def test_role_that_comes_without_its_scope(unchanged: PlannedChange) -> None:
    """A consumer that gets a role is told, though its tokens do not hold it before it may ask for the scope."""
    role = role_id(unchanged, "credit-scorer:manage")
    (document,) = unchanged.documents.values()
    (change,) = (
        each["change"]
        for each in document["resource_changes"]
        if each["type"] == ROLES and '"batch"' in each["address"]
    )
    change |= {"actions": ["update"], "after": {**change["after"], "role_ids": [*change["after"]["role_ids"], role]}}
    assert lines(unchanged.difference()) == [
        "  consumer batch gets role credit-scorer:manage (it may not ask for its scope yet, so no token of its has it)"
    ]


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


def test_realm_that_is_destroyed_by_itself(unchanged: PlannedChange) -> None:
    """The plan of a stack with nobody in it says what goes with its realm."""
    (document,) = unchanged.documents.values()
    (entry,) = (each for each in document["resource_changes"] if each["type"] == "keycloak_realm")
    entry["change"] |= {"actions": ["delete"], "after": None}
    alone = PlannedStack.of("prepared", {**document, "resource_changes": [entry]})
    gone = "realm prepared is destroyed, with everybody and everything in it"
    assert [str(each) for each in planned_difference([alone]).changes] == [f"environment is removed: {gone}"]
    whole = PlannedStack.of("prepared", document)
    assert f"environment loses all that is there: {gone}" in map(str, planned_difference([whole]).changes)


def test_without_the_code(base: Environment, applied: Simulated) -> None:
    """The JSON of a plan does not show the roles of its tables, where the apply alone knows their ids: it says so."""
    data = {**BASE, "models": {**BASE["models"], "new": {}}}
    data["consumers"] = {**BASE["consumers"], "batch": {**BASE["consumers"]["batch"], "grants": {"new": ["predict"]}}}
    planned = PlannedChange.of("prepared", base, Environment.model_validate(data), applied)
    found = planned_difference(planned.stacks(with_code=False))
    assert f"! consumer batch: which roles it has {UNREAD}" in lines(found)


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


def test_another_bound_role_is_told(base: Environment, applied: Simulated) -> None:
    """It is renamed in place: who holds it keeps it, and gateways must ask for the new name."""
    bound = [changed(base, "models/fraud-detector/roles", {"predict": role}) for role in ("legacy", "newer")]
    later = Simulated(synthesize_stacks("prepared", bound[0]))
    assert lines(PlannedChange.of("prepared", bound[0], bound[1], later).difference()) == [
        "! model fraud-detector: role that allows predict is now newer (was: legacy)"
    ]
    assert lines_of(*bound) == ["! model fraud-detector: role that allows predict is now newer (was: legacy)"]
    assert lines(PlannedChange.of("prepared", base, bound[0], applied).difference()) == lines_of(base, bound[0])


def test_claims_of_before_are_told(base: Environment, applied: Simulated) -> None:
    """Plans say of them what files say."""
    head = changed(base, "realm/compatibility", {"realm_access": ["analyst"], "resource_access": True})
    assert lines(PlannedChange.of("prepared", base, head, applied).difference()) == lines_of(base, head)
    later = Simulated(synthesize_stacks("prepared", head))
    assert lines(PlannedChange.of("prepared", head, base, later).difference()) == lines_of(head, base)
