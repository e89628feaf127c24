"""How much a run prints, however much it does: a person reads it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from tests.unit.tools.runner.planned import CREATE, DELETE, UPDATE, change, plan
from tools.runner.log import RunLog
from tools.runner.screen import Screen, output_console
from tools.runner.summary import Row, print_summary
from tools.runner.things import Things

if TYPE_CHECKING:
    from pathlib import Path

    from tools.runner.plan import Change, StackPlan

pytestmark = pytest.mark.unit

_ROOM = 60
"""Lines, of a hundred: the others are for what comes before and after, outputs and tokens of some principals."""
_SECONDS = 240
_AT_ONCE = 3
_TEAMS, _OF_TEAM, _OF_MODELS, _OF_REALM = 20, 200, 600, 45


def _consumer(number: int, actions: tuple[str, ...]) -> list[Change]:
    values = {"client_id": f"c{number}", "role_ids": ["a", "b"]}
    parts = ("openid_client.Access_Consumers_Client_7CAB7A4D", "user_roles.Access_Consumers_Roles_8116702E")
    before = None if actions == CREATE else values
    after = None if actions == DELETE else {**values, "role_ids": ["a"], "description": "changed"}
    return [change(part, actions, f"c{number}", before=before, after=after) for part in parts]


def _environment(actions: tuple[str, ...]) -> list[StackPlan]:
    """Return plans of 22 stacks and 4,645 resources, as an environment of 1,000 consumers has."""
    realm = [change(f"role.Realm_Role{number}_9E0F0AC8", actions, before={}, after={}) for number in range(_OF_REALM)]
    roles = [
        change("role.Models_Role_9E0F0AC8", actions, f"m{number}:predict", before={}, after={})
        for number in range(_OF_MODELS)
    ]
    teams = [
        plan(f"ml-team-{team:02}", *(part for number in range(_OF_TEAM // 2) for part in _consumer(number, actions)))
        for team in range(_TEAMS)
    ]
    return [plan("ml", *realm), plan("ml-models", *roles), *teams]


def _run(plans: list[StackPlan], folder: Path) -> tuple[list[str], RunLog]:
    """Show a run in which some stacks at a time are worked on, a resource after the other, and what came of it."""
    stream, seconds = io.StringIO(), [0.0]
    screen, log = Screen(stream, lambda: seconds[0]), RunLog(Repository(folder), "deploy-ml")
    total = sum(len(each.changes) for each in plans)
    for first in range(0, len(plans), _AT_ONCE):
        working = plans[first : first + _AT_ONCE]
        for each in working:
            screen.begin(each.stack, "applying", total=len(each.changes))
        for each in working:
            for _ in each.changes:
                screen.advance(each.stack)
                seconds[0] += _SECONDS / total
                screen.remind()
            screen.end(each.stack)
    assert round(seconds[0]) == _SECONDS
    print_summary(output_console(stream), [Row(each, Things(), 1.0) for each in plans], done=True, log=log)
    return stream.getvalue().splitlines(), log


@pytest.mark.parametrize("actions", [CREATE, UPDATE, DELETE])
def test_thousand_consumers(tmp_path: Path, actions: tuple[str, ...]) -> None:
    """22 stacks with 4,645 resources that come, change or go make no more than a screenful; the log has all of it."""
    plans = _environment(actions)
    assert (len(plans), sum(len(each.changes) for each in plans)) == (22, 4645)
    lines, log = _run(plans, tmp_path)
    assert len(lines) < _ROOM
    assert all(f" {each.stack} " in "\n".join(lines) for each in plans)
    if actions != CREATE:
        assert f"more: {log.shown}" in lines[-1]
        assert "consumer c99: " in (tmp_path / ".cache" / "logs" / "deploy-ml.log").read_text()


def test_nothing_to_do(tmp_path: Path) -> None:
    """It is one line, however many stacks there are."""
    stream = io.StringIO()
    rows = [Row(plan(each.stack), Things(), 1.0) for each in _environment(CREATE)]
    print_summary(output_console(stream), rows, done=True, log=RunLog(Repository(tmp_path), "deploy-ml"))
    assert stream.getvalue() == "No changes. 22 stacks are as declared.\n"
