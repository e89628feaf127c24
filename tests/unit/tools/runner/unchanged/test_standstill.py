"""A stack needs no plan where its last one was empty and Keycloak has not changed since, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pytest

from tools.runner.fingerprint import Fingerprints
from tools.runner.plan import Change, StackPlan
from tools.runner.stacks import Stack
from tools.runner.unchanged.standstill import Standstill

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.runner.unchanged.admin_watch import AdminWatch
    from tools.runner.unchanged.pictures import Pictures

pytestmark = pytest.mark.unit

MADE = StackPlan("ml", (Change("keycloak_role.a", "keycloak_role", "a", None, ("create",), None, {"name": "a"}),))
EMPTY = StackPlan("ml")


class Fakes:
    """Keycloak's picture, and who wrote to it."""

    def __init__(self) -> None:
        self.picture: str | None = "as it is"
        self.can_watch = True
        self.events_: list[frozenset[str] | None] = [frozenset()]

    def take(self, stacks: Iterable[Stack]) -> dict[str, str]:
        """Return the same picture of all."""
        return {stack.name: self.picture for stack in stacks} if self.picture else {}

    def begin(self) -> bool:
        """Say whether events can be seen."""
        return self.can_watch

    def events(self) -> frozenset[str] | None:
        """Return one answer after the other; the last stays."""
        return self.events_.pop(0) if len(self.events_) > 1 else self.events_[0]


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A stack with its state."""
    (tmp_path / "ml").mkdir()
    code = {"terraform": {"backend": {"local": {"path": "../ml.tfstate"}}}, "provider": {"keycloak": [{}]}}
    (tmp_path / "ml" / "cdk.tf.json").write_text(json.dumps(code))
    instance = {"attributes": {"realm_id": "ml", "id": "1", "name": "a"}}
    role = {"mode": "managed", "type": "keycloak_role", "name": "a", "instances": [instance]}
    (tmp_path / "ml.tfstate").write_text(json.dumps({"resources": [role]}))
    return Stack("ml", tmp_path / "ml")


@pytest.fixture
def fingerprints(tmp_path: Path, stack: Stack) -> Fingerprints:
    """Of a stack that was applied."""
    fingerprints = Fingerprints(tmp_path / "fingerprints", {"PATH": ""})
    fingerprints.keep(stack)
    return fingerprints


@pytest.fixture
def fakes() -> Fakes:
    """A quiet Keycloak."""
    return Fakes()


def run(stack: Stack, fingerprints: Fingerprints, fakes: Fakes, plan: StackPlan) -> frozenset[str]:
    """Run a deployment, whose plan says this where one is made; return what needed none."""
    standstill = Standstill([stack], fingerprints, cast("AdminWatch", fakes), cast("Pictures", fakes))
    standstill.look(plan_all=False)
    standstill.note({"ml": plan})
    return standstill.names


def test_after_an_empty_plan(stack: Stack, fingerprints: Fingerprints, fakes: Fakes) -> None:
    """No events are needed where Keycloak was the same before the plan and after it; after a change it is planned."""
    fakes.can_watch, fakes.events_ = False, [None]
    assert [run(stack, fingerprints, fakes, EMPTY) for _ in range(3)] == [frozenset(), {"ml"}, {"ml"}]
    fakes.picture = "changed by hand"
    assert run(stack, fingerprints, fakes, EMPTY) == frozenset()
    fakes.picture = None
    assert run(stack, fingerprints, fakes, EMPTY) == frozenset()


def test_after_an_apply(stack: Stack, fingerprints: Fingerprints, fakes: Fakes) -> None:
    """What was made as planned, while nobody else wrote, needs no plan."""
    fakes.events_ = [frozenset({"ours"})]
    run(stack, fingerprints, fakes, MADE)
    assert run(stack, fingerprints, fakes, EMPTY) == {"ml"}


@pytest.mark.parametrize(
    "events",
    [[None], [frozenset({"ours"}), None], [frozenset({"ours"}), frozenset({"ours", "later"})]],
    ids=["somebody else wrote", "nobody can tell", "while it was taken"],
)
def test_somebody_wrote_meanwhile(
    stack: Stack, fingerprints: Fingerprints, fakes: Fakes, events: list[frozenset[str] | None]
) -> None:
    """After an apply, the next deployment plans then."""
    fakes.events_ = events
    run(stack, fingerprints, fakes, MADE)
    assert run(stack, fingerprints, fakes, EMPTY) == frozenset()


def test_not_as_planned(stack: Stack, fingerprints: Fingerprints, fakes: Fakes) -> None:
    """What Keycloak took otherwise, the next deployment plans again."""
    (change,) = MADE.changes
    other = Change(**{**vars(change), "after": {"name": "b"}})
    run(stack, fingerprints, fakes, StackPlan("ml", (other,)))
    assert run(stack, fingerprints, fakes, EMPTY) == frozenset()


def test_changed_here(stack: Stack, fingerprints: Fingerprints, fakes: Fakes) -> None:
    """Other code, another state, or an apply that did not end, need a plan whatever Keycloak holds."""
    for _ in range(2):
        run(stack, fingerprints, fakes, EMPTY)
    (stack.folder.parent / "ml.tfstate").write_text('{"resources": []}')
    assert run(stack, fingerprints, fakes, EMPTY) == frozenset()
    fingerprints.forget(stack)
    fingerprints.keep(stack)
    assert run(stack, fingerprints, fakes, EMPTY) == frozenset()


def test_all_are_planned(stack: Stack, fingerprints: Fingerprints, fakes: Fakes) -> None:
    """Whoever asks for plans gets them, and is told nothing of stacks that needed none."""
    for _ in range(2):
        run(stack, fingerprints, fakes, EMPTY)
    standstill = Standstill([stack], fingerprints, cast("AdminWatch", fakes), cast("Pictures", fakes))
    standstill.look(plan_all=True)
    assert (standstill.names, list(standstill.lines())) == (frozenset(), [])
    standstill.look(plan_all=False)
    assert [line.split(",")[0] for line in standstill.lines()] == ["1 stack is unchanged"]
