"""Plans say what the files say, whatever the two environments are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.review.difference import Difference
from tests.support.declarations.drawn_environment import drawn_models, environments
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.told_changes import lines

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from stacks.environment import Environment

pytestmark = [pytest.mark.unit, pytest.mark.slow]

# To make a case smaller would take minutes: each is two syntheses.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW, MANY = (
    settings(max_examples=number, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    for number in (4, 24)
)
# Who else is in a group is declared, and is in no plan; a plan says so of groups without members, and how a default is
# spelled out, in other words.
DECLARED_ALONE = ("others in",)
OTHERWISE = ("group ", "API: audience", "API: the API's client as audience", "the realm's signing key", "model before:")

TRADER = "consumer assistant"


@st.composite
def pairs(draw: DrawFn) -> tuple[Environment, Environment]:
    """Draw two environments, with teams or without, with the same models or others."""
    models = draw(drawn_models())
    others = draw(st.sampled_from([models, _with_roles_of(models, draw(drawn_models()))]))
    base = draw(environments(url="https://sso.example.com", models=models, ending=False))  # no plan knows an end
    head = draw(environments(url="https://sso.example.com", models=others, ending=False))
    assume(bool(base.teams) == bool(head.teams))
    for environment in (base, head):
        try:
            check_declaration(environment)
        except DeclarationError:
            assume(False)  # noqa: FBT003 - hypothesis's word
    return base, head


def _with_roles_of(models: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Bind the same roles in both: one that is bound to something else is told by plans under its later name."""
    for name, props in others.items():
        bound = models[name].get("roles", {}) if name in models else props.get("roles", {})
        props["roles"] = {action: role for action, role in bound.items() if action in props["actions"]}
    return others


@FEW
@given(pairs())
def test_plans_say_what_files_say(pair: tuple[Environment, Environment]) -> None:
    """Line for line and weight for weight, of teams' stacks as of one."""
    _assert_plans_say_what_files_say(*pair)


@pytest.mark.long
@MANY
@given(pairs())
def test_plans_say_what_files_say_of_many(pair: tuple[Environment, Environment]) -> None:
    """The same of more pairs."""
    _assert_plans_say_what_files_say(*pair)


def _assert_plans_say_what_files_say(base: Environment, head: Environment) -> None:
    files = Difference.of(base, head)
    plans = PlannedChange.of("drawn", base, head).difference()
    assert told(plans) == told(files)
    assert traded(plans) == traded(files)
    assert set(plans.renames) == set(files.renames)


def told(difference: Difference) -> set[str]:
    """Return what is said of everybody but who trades tokens: no plan shows whether they may by `*` or by name."""
    return {line for line in lines(difference) if not line[2:].startswith((*DECLARED_ALONE, *OTHERWISE, TRADER))}


def traded(difference: Difference) -> set[tuple[str, str]]:
    """Return what the trader gains and loses."""
    return {
        (change.effect, role)
        for change in difference.changes
        if str(change.subject) == TRADER and change.effect in ("gain", "loss")
        for role in change.pairs
    }
