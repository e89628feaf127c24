"""Show that a long step is alive: a spinner on a terminal, now and then a line elsewhere; one line when it is done."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Step", "step"]

_FRAMES = "|/-\\"
_SPIN_EVERY = 0.1
_FIRST_LINE_AFTER = 20.0
# What took no longer is not worth a line.
_AT_ONCE = 5.0
_SELDOM = 60.0


@dataclass
class Step:
    """A step that runs.

    Attributes:
        label: What is being done.
        withdrawn: Nothing is said at its end.
        told: A line says already that it runs.
        started: When it began.
    """

    label: str
    withdrawn: bool = False
    told: bool = False
    started: float = field(default_factory=time.monotonic)

    def withdraw(self) -> None:
        """Say nothing at the end: what failed is told by other lines."""
        self.withdrawn = True

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self.started


@contextmanager
def step(label: str, *, stream: TextIO | None = None, line_every: float = _FIRST_LINE_AFTER) -> Iterator[Step]:
    """Show `label` with the seconds that the block takes; what was done within seconds leaves no line.

    Args:
        label: What is being done, without a full stop.
        stream: Where to write; standard error when not given, so that standard output stays for results.
        line_every: Seconds to the first line where the stream is no terminal, 0 for at once; the pauses after it
            double, up to a minute.
    """
    out = sys.stderr if stream is None else stream
    done = threading.Event()
    tty = out.isatty()
    running = Step(label)
    show = (lambda: _spin(out, running, done)) if tty else (lambda: _tell(out, running, done, line_every))
    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    outcome = "failed after"
    try:
        yield running
        outcome = "done in"
    finally:
        done.set()
        thread.join()
        silent = running.withdrawn or (outcome == "done in" and running.seconds < _AT_ONCE and not running.told)
        line = "" if silent else f"{label}: {outcome} {running.seconds:.1f} s\n"
        _write(out, f"\r\033[K{line}" if tty else line)


def _spin(out: TextIO, running: Step, done: threading.Event) -> None:
    for frame in itertools.cycle(_FRAMES):
        _write(out, f"\r\033[K{frame} {running.label} {running.seconds:.0f} s")
        if done.wait(_SPIN_EVERY):
            return


def _tell(out: TextIO, running: Step, done: threading.Event, pause: float) -> None:
    while not done.wait(pause):
        running.told = True
        _write(out, f"{running.label} ... {running.seconds:.0f} s\n")
        pause = min(2 * pause or _FIRST_LINE_AFTER, _SELDOM)


def _write(out: TextIO, text: str) -> None:
    out.write(text)
    out.flush()
