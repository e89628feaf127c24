"""What a gateway may add to a call at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.benchmark.gateway.figures import Figures

__all__ = ["Verdict", "verdicts"]

_MS = 1000
_P50_S, _P99_S = 0.0006, 0.003
_MANY = 0.10
_START_UP_S = 2.0
_MB = 1e6
_FILE_MB = 2.0
_PYTHON_CPU_S = 0.00035


@dataclass(frozen=True)
class Verdict:
    """A goal, and what was measured.

    Attributes:
        what: What it is about.
        measured: The figure with its unit.
        goal: The most that it may be, with its unit.
        met: Whether it is no more.
    """

    what: str
    measured: str
    goal: str
    met: bool

    def __str__(self) -> str:
        """Return the goal, and whether it is met."""
        return f"{self.goal}: {'met' if self.met else 'missed'}"


def verdicts(figures: Figures) -> Iterator[Verdict]:
    """Yield each goal with what a run measured.

    Args:
        figures: What it measured.
    """
    bare, one, many = figures.bare, figures.one, figures.many
    yield _more("Envoy adds to p50", one.p50 - bare.p50, _P50_S)
    yield _more("Envoy adds to p99", one.p99 - bare.p99, _P99_S)
    yield _share(f"{figures.size} add to p50", many.p50 / one.p50 - 1)
    yield _share(f"{figures.size} add to processor time", many.cpu / one.cpu - 1)
    yield _below("Envoy starts in", figures.many_start_up_s, _START_UP_S, "s")
    yield _below("Envoy's file has", figures.many_file_bytes / _MB, _FILE_MB, "MB")
    yield _more("FastAPI's preset adds to processor time, known token", figures.known_cpu, _PYTHON_CPU_S)
    yield _more("FastAPI's preset adds to processor time, new token", figures.new_cpu, _PYTHON_CPU_S)


def _more(what: str, seconds: float, limit: float) -> Verdict:
    return Verdict(what, f"{_MS * seconds:+.3f} ms", f"at most {_MS * limit:g} ms", seconds <= limit)


def _share(what: str, share: float) -> Verdict:
    return Verdict(what, f"{share:+.1%}", f"under {_MANY:.0%}", share < _MANY)


def _below(what: str, measured: float, limit: float, unit: str) -> Verdict:
    return Verdict(what, f"{measured:.2f} {unit}", f"under {limit:g} {unit}", measured < limit)
