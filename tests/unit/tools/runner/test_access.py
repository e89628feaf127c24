"""A deployment says first who gains and who loses, in a few lines whatever it changes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.prepared_changes import BASE
from tests.support.declarations.simulated_plans import Simulated
from tests.support.declarations.synthesis import synthesize_stacks
from tests.support.declarations.told_changes import lines
from tools.runner.access import planned_access, tell_access
from tools.runner.plan import StackPlan
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

pytestmark = [pytest.mark.unit, pytest.mark.slow]

EVERYBODY = "5 models, 6 consumers, 4 people, 3 groups, 1 application"
GRANTS = {"grants": {"churn-model": ["predict"]}}
# No model has an owner: a team may come and go.
TEAMS = {
    "risk": {"consumers": {"gateway": GRANTS}, "applications": {"risk-ui": {"redirect_uris": ["https://risk/cb"]}}},
    "growth": {"consumers": {"shop": GRANTS}, "applications": {"growth-ui": {"redirect_uris": ["https://growth/cb"]}}},
}


@dataclass
class Log:
    """Keeps what is written."""

    shown: str = ".cache/logs/deploy-demo.log"
    written: list[str] = field(default_factory=list)

    def write(self, stack: str, text: str) -> None:
        """Keep a line."""
        self.written.append(f"{stack} | {text}")


@dataclass
class FakeRun:
    """Stands for a run: its screen and its log."""

    environment: str = "demo"
    log: Log = field(default_factory=Log)
    console: Console = field(default_factory=lambda: Console(file=io.StringIO(), width=80))

    @property
    def printed(self) -> list[str]:
        """What a person sees."""
        assert isinstance(self.console.file, io.StringIO)
        return self.console.file.getvalue().splitlines()


@dataclass
class FakeSurvey:
    """Stands for the plans of a deployment."""

    plans: dict[str, StackPlan]
    new: Collection[str] = ()
    failures: dict[str, Exception] = field(default_factory=dict)

    def is_new(self, stack: Stack) -> bool:
        """Whether it has no state yet."""
        return stack.name in self.new


@pytest.fixture(scope="module")
def deployed(demo: Environment) -> Simulated:
    """The environment of teams, applied."""
    return Simulated(synthesize_stacks("demo", demo))


def told(planned: PlannedChange, environment: Environment | None, folder: Path, **known: Any) -> FakeRun:  # noqa: ANN401
    """Tell a deployment: stacks that change have a plan, those that do not an empty one."""
    read = {stack.name: stack for stack in planned.stacks()}
    changed = {name for name, each in read.items() if any(one.before != one.after for one in each.instances)}
    left_out = {*known.pop("new", ()), *known.pop("late", ())}
    new = left_out & set(known.pop("coming", left_out))
    plans = {
        name: StackPlan(name, changed_outputs=("changed",), access=each) if name in changed else StackPlan(name)
        for name, each in read.items()
        if name not in left_out
    }
    run = FakeRun(**known)
    stacks = [Stack(name, folder) for name in read]
    tell_access(run, planned_access(run, environment, stacks, FakeSurvey(plans, new)))  # type: ignore[arg-type]
    return run


@pytest.fixture(scope="module")
def teams() -> tuple[Environment, Environment]:
    """An environment with one team, and with two."""
    one, two = (
        Environment.model_validate({**BASE, "teams": {name: TEAMS[name] for name in names}})
        for names in (["risk"], ["risk", "growth"])
    )
    return one, two


def test_one_team(demo: Environment, deployed: Simulated, tmp_path: Path) -> None:
    """Of one changed stack, people's groups in others are as declared: the words are those of the files."""
    data = demo.model_dump()
    data["teams"]["risk"]["people"]["alan"]["groups"] = ("risk-analysts", "data-scientists")
    head = Environment.model_validate(data)
    run = told(PlannedChange.of("demo", demo, head, deployed), head, tmp_path)
    assert run.printed == ["Access: 1 principal gains, 1 riskier change", *lines(Difference.of(demo, head))]
    assert run.log.written == []


def test_new_team(teams: tuple[Environment, Environment], tmp_path: Path) -> None:
    """A stack that is new is planned after the others: its people and machines come as they are declared."""
    run = told(PlannedChange.of("demo", *teams), teams[1], tmp_path, new=["demo-team-growth"])
    assert run.printed[1:] == lines(Difference.of(*teams))
    assert len(run.printed) == 3


def test_removed_team(teams: tuple[Environment, Environment], tmp_path: Path) -> None:
    """A stack that is not declared any more takes everybody with it."""
    run = told(PlannedChange.of("demo", teams[1], teams[0]), teams[0], tmp_path)
    assert run.printed[1:] == lines(Difference.of(teams[1], teams[0]))
    assert len(run.printed) == 3


def test_late_stack(teams: tuple[Environment, Environment], tmp_path: Path) -> None:
    """A stack that is not new, and cannot be planned yet, is named."""
    run = told(PlannedChange.of("demo", *teams), teams[1], tmp_path, late=["demo-team-growth"], coming=[])
    assert (
        "! stack demo-team-growth: planned once the others are applied: what it changes is not told here" in run.printed
    )


def test_first_deployment(demo: Environment, tmp_path: Path) -> None:
    """It is one line, whatever there is."""
    first = PlannedChange.of("demo", None, demo)
    for new in ([], [name for name in first.documents if name != "demo"]):
        assert told(first, demo, tmp_path, new=new).printed == [
            "Access: 1 other change",
            f"  environment is new: {EVERYBODY}; 5 of its principals may use every model",
        ]


def test_nothing_changes(demo: Environment, deployed: Simulated, tmp_path: Path) -> None:
    """Nothing is said where nothing is applied, or where it is not known what is declared."""
    same = PlannedChange.of("demo", demo, demo, deployed)
    assert told(same, demo, tmp_path).printed == []
    assert told(PlannedChange.of("demo", None, demo), None, tmp_path).printed == []


def test_no_part_in_access(demo: Environment, deployed: Simulated, tmp_path: Path) -> None:
    """A text is changed: it says that nobody gains or loses."""
    models = {name: props.model_copy(update={"description": "Another text"}) for name, props in demo.models.items()}
    head = demo.model_copy(update={"models": models})
    run = told(PlannedChange.of("demo", demo, head, deployed), head, tmp_path)
    assert run.printed == ["Access: nothing changes in who may do what"]


def test_many_changes(tmp_path: Path) -> None:
    """The weightiest are shown, the log has all."""
    consumers = {f"batch-{number}": {"grants": {"churn-model": ["predict"]}} for number in range(40)}
    base = Environment.model_validate({**BASE, "consumers": consumers})
    wide = {**consumers, "batch-39": {"grants": {"*": ["predict"]}}}
    more = {name: {"grants": {**each["grants"], "fraud-detector": ["predict"]}} for name, each in wide.items()}
    head = Environment.model_validate({**BASE, "consumers": more})
    run = told(PlannedChange.of("demo", base, head), head, tmp_path)
    assert len(run.printed) == 17
    assert run.printed[0] == "Access: 40 principals gain, 1 riskier change"
    assert run.printed[1].startswith("! consumer batch-39 gains credit-scorer:predict")
    assert run.printed[-1] == "… and 27 more: .cache/logs/deploy-demo.log"
    assert len(run.log.written) == 42
