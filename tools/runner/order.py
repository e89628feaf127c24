"""Work on stacks, each after the ones that it depends on, as many at a time as the machine carries."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tools.runner.stacks import Stack

__all__ = ["Outcome", "dependencies", "in_order", "nothing", "workers"]

T = TypeVar("T")

# Terraform and the provider's process, at their largest; half of what is free stays so.
_BYTES_EACH = 300 << 20


@dataclass
class Outcome(Generic[T]):
    """What came of the work.

    Attributes:
        results: By the stack's name.
        failures: What was raised, by the stack's name, in the order of their happening.
        left_out: Stacks that were not worked on, since one that they depend on failed.
    """

    results: dict[str, T] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def workers() -> int:
    """Return how many Terraforms run at a time: one more than there are processors, within the free memory."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    room = psutil.virtual_memory().available // 2 // _BYTES_EACH
    return max(1, min(processors + 1, room))


def dependencies(stack: Stack) -> Collection[str]:
    """Return the names of the stacks that a stack is built on."""
    return stack.dependencies


def nothing(_stack: Stack) -> Collection[str]:
    """Let a stack wait for no other."""
    return ()


def in_order(
    stacks: Sequence[Stack],
    work: Callable[[Stack], T],
    *,
    at_once: int,
    waits_for: Callable[[Stack], Collection[str]] = dependencies,
) -> Outcome[T]:
    """Work on stacks.

    Args:
        stacks: The stacks.
        work: What is done with each, in a thread of its own.
        at_once: How many are worked on at a time.
        waits_for: Names of the stacks that come before a stack; those that are not among the stacks count as done.

    Returns:
        What came of it. Where one fails, those that wait for it are left out, and the others go on.
    """
    outcome: Outcome[T] = Outcome()
    open_stacks = {stack.name: stack for stack in stacks}
    running: dict[Future[T], str] = {}
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        while open_stacks or running:
            for stack in _ready(open_stacks, set(running.values()), outcome, waits_for):
                del open_stacks[stack.name]
                running[pool.submit(work, stack)] = stack.name
            if not running:
                break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                name = running.pop(future)
                error = future.exception()
                if error is None:
                    outcome.results[name] = future.result()
                elif isinstance(error, Exception):
                    outcome.failures[name] = error
                else:
                    raise error
    return outcome


def _ready(
    open_stacks: dict[str, Stack],
    running: set[str],
    outcome: Outcome[T],
    waits_for: Callable[[Stack], Collection[str]],
) -> list[Stack]:
    """Return the stacks whose turn it is; leave out those that wait for what failed."""
    ready = []
    for stack in list(open_stacks.values()):
        before = {*waits_for(stack)}
        if before & ({*outcome.failures} | {*outcome.left_out}):
            outcome.left_out.append(open_stacks.pop(stack.name).name)
        elif not before & (open_stacks.keys() | running):
            ready.append(stack)
    return ready
