"""What goes in one stack and comes in another: it moves between their states, and nothing is made anew."""

from __future__ import annotations

import copy
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tools.runner.failure import StackError
from tools.runner.things import Things, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.runner.plan import Change, StackPlan
    from tools.runner.terraform import Terraform

__all__ = ["Move", "carry_out", "describe_moves", "find_moves", "without_moves"]

State = dict[str, Any]

# A backend may count on by one at each push, and refuses another state of the same number.
_STEP = 2
# Two objects of different names are not the same, whatever their resources are called.
_IDENTITIES = ("client_id", "username", "alias", "realm")


@dataclass(frozen=True)
class Move:
    """One resource that moves.

    Attributes:
        source: Stack whose state has it.
        target: Stack that declares it; the same one, where it is called otherwise there.
        gone: Its change in the plan of `source`.
        come: Its change in the plan of `target`.
    """

    source: str
    target: str
    gone: Change
    come: Change


def find_moves(plans: Iterable[StackPlan]) -> tuple[Move, ...]:
    """Find what one plan destroys and another, or the same, creates as the same part of the same thing.

    Args:
        plans: The plans of an environment's stacks, before any is applied.
    """
    plans = tuple(plans)
    gone = {
        (change.type, canonical(change.name), change.index): (plan.stack, change)
        for plan in plans
        for change in plan.changes
        if change.actions == ("delete",)
    }
    return tuple(
        Move(source=found[0], target=plan.stack, gone=found[1], come=change)
        for plan in plans
        for change in plan.changes
        if change.actions == ("create",)
        and (found := gone.get((change.type, canonical(change.name), change.index)))
        and _same(found[1], change)
    )


def without_moves(plan: StackPlan, moves: Iterable[Move]) -> StackPlan:
    """Return a plan without what moves, as it will be once that has moved."""
    moved = {(move.source, move.gone.address) for move in moves} | {(move.target, move.come.address) for move in moves}
    rest = tuple(change for change in plan.changes if (plan.stack, change.address) not in moved)
    return replace(plan, changes=rest)


def describe_moves(moves: Iterable[Move]) -> list[str]:
    """Return a line for each thing that moves to another stack; what is renamed in its stack needs none."""
    lines: dict[str, None] = {}
    for move in moves:
        (thing,) = Things().in_changes([move.gone])
        if thing.main and move.source != move.target:
            lines[f"{thing.name}: moves from {move.source} to {move.target}, with its id"] = None
    return list(lines)


def carry_out(moves: Iterable[Move], terraforms: Mapping[str, Terraform]) -> None:
    """Move resources between states.

    A state loses first and gains second: if this process dies in between, the objects are in no state, and the next run
    takes them over. In two states, one would destroy what the other has.

    Args:
        moves: What moves.
        terraforms: Terraform in the folder of each stack.

    Raises:
        StackError: A state cannot be read or written.
    """
    moves = tuple(moves)
    names = dict.fromkeys(name for move in moves for name in (move.source, move.target))
    states = {name: terraforms[name].pull() or _empty() for name in names}
    before = copy.deepcopy(states)
    taken = [(move, _take(states[move.source], move.gone)) for move in moves]
    pushed: list[str] = []
    try:
        for name in dict.fromkeys(move.source for move in moves):
            pushed.append(name)
            terraforms[name].push(_next(states[name]))
        renamed = {name: dict(_renamed(name, moves)) for name in names}
        for move, (resource, instance) in taken:
            _put(states[move.target], move.come, resource, instance, renamed[move.target])
        for name in dict.fromkeys(move.target for move in moves):
            pushed.append(name)
            terraforms[name].push(_next(states[name]))
    except StackError:
        for name in dict.fromkeys(pushed):
            with suppress(StackError):
                terraforms[name].push({**before[name], "serial": states[name]["serial"] + _STEP})
        raise


def _same(gone: Change, come: Change) -> bool:
    before, after = gone.before or {}, come.after or {}
    pairs = ((before.get(key), after.get(key)) for key in _IDENTITIES)
    return all(old == new for old, new in pairs if isinstance(old, str) and isinstance(new, str))


def _take(state: State, change: Change) -> tuple[State, State]:
    for resource in state["resources"]:
        if (resource["mode"], resource["type"], resource["name"]) != ("managed", change.type, change.name):
            continue
        for instance in resource["instances"]:
            if instance.get("index_key") == change.index and "deposed" not in instance:
                resource["instances"].remove(instance)
                if not resource["instances"]:
                    state["resources"].remove(resource)
                return resource, instance
    raise LookupError(change.address)


def _put(state: State, change: Change, resource: State, instance: State, renamed: Mapping[str, str]) -> None:
    if "dependencies" in instance:
        instance["dependencies"] = sorted({renamed.get(name, name) for name in instance["dependencies"]})
    for known in state["resources"]:
        if (known["mode"], known["type"], known["name"]) == ("managed", change.type, change.name):
            known["instances"].append(instance)
            return
    state["resources"].append({**resource, "name": change.name, "instances": [instance]})


def _renamed(target: str, moves: Iterable[Move]) -> Iterator[tuple[str, str]]:
    """Yield what resources are called in the state that they come from, and in the one that they go to."""
    for move in moves:
        if move.target == target:
            yield f"{move.gone.type}.{move.gone.name}", f"{move.come.type}.{move.come.name}"


def _next(state: State) -> State:
    state["serial"] += _STEP
    return state


def _empty() -> State:
    return {"version": 4, "serial": 0, "lineage": str(uuid.uuid4()), "outputs": {}, "resources": []}
