"""Variants measured in turns, so that what else the machine does falls on all of them."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.bindings.progress import step
from tools.benchmark.gateway.load import attack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psutil

    from tools.benchmark.gateway.load import Load

__all__ = ["Sample", "Served", "measure", "median", "turns"]

_WARM_UP_S = 2
_LINE_EVERY_S = 30.0


@dataclass(frozen=True)
class Served:
    """A server that is measured.

    Attributes:
        name: What `Figures` calls it.
        url: What is called.
        process: The process whose processor time is measured.
        tokens: Returns the access tokens of the next so many calls, which may all be the same one.
    """

    name: str
    url: str
    process: psutil.Process
    tokens: Callable[[int], Sequence[str]]


@dataclass(frozen=True)
class Sample:
    """What a call cost.

    Attributes:
        p50: Seconds that half of the calls took at most.
        p99: Seconds that 99 of 100 took at most.
        cpu: Seconds of processor time of the measured process, a call.
    """

    p50: float
    p99: float
    cpu: float


def measure(servers: Sequence[Served], *, rounds: int, rate: int, seconds: int) -> dict[str, Sample]:
    """Measure servers in turns; return the median of the rounds of each, by name.

    Args:
        servers: What is measured, once a round.
        rounds: How often.
        rate: Calls a second.
        seconds: How long a round of one server takes.

    Raises:
        ToolError: A call is refused or gets no answer.
    """
    samples: dict[str, list[Sample]] = {server.name: [] for server in servers}
    for server in servers:
        attack(server.url, server.tokens(1), rate=rate, seconds=min(seconds, _WARM_UP_S))
    for number, server in turns(servers, rounds):
        with step(f"Round {number} of {rounds}: {server.name}", line_every=_LINE_EVERY_S):
            before = _cpu_seconds(server.process)
            load = attack(server.url, server.tokens(rate * seconds), rate=rate, seconds=seconds)
            samples[server.name].append(_sample(load, _cpu_seconds(server.process) - before))
    return {name: median(found) for name, found in samples.items()}


def turns(servers: Sequence[Served], rounds: int) -> Iterator[tuple[int, Served]]:
    """Yield the number of the round, and whose turn it is: each round begins with another server.

    Args:
        servers: What takes turns.
        rounds: How many rounds.
    """
    for number in range(rounds):
        first = number % len(servers)
        for server in (*servers[first:], *servers[:first]):
            yield number + 1, server


def median(samples: Sequence[Sample]) -> Sample:
    """Return the median of each figure.

    Args:
        samples: One a round.
    """
    figures = ([each.p50 for each in samples], [each.p99 for each in samples], [each.cpu for each in samples])
    return Sample(*map(statistics.median, figures))


def _sample(load: Load, cpu_seconds: float) -> Sample:
    return Sample(load.p50, load.p99, cpu_seconds / load.calls)


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
