"""Show that a long step is alive: a spinner on a terminal, now and then a line elsewhere; one line when it is done."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Step", "step"]

_FRAMES = "|/-\\"
_SPIN_EVERY = 0.1
_FIRST_LINE_AFTER = 10.0
_SELDOM = 60.0


@dataclass
class Step:
    """A step that runs.

    Attributes:
        withdrawn: Nothing is said at its end.
    """

    withdrawn: bool = False

    def withdraw(self) -> None:
        """Say nothing at the end: what failed is told by other lines."""
        self.withdrawn = True


@contextmanager
def step(label: str, *, stream: TextIO | None = None, line_every: float = _FIRST_LINE_AFTER) -> Iterator[Step]:
    """Show `label` with the seconds that the block takes.

    Args:
        label: What is being done, without a full stop.
        stream: Where to write; standard error when not given, so that standard output stays for results.
        line_every: Seconds to the first line where the stream is no terminal; the pauses after it double, up to a
            minute.
    """
    out = sys.stderr if stream is None else stream
    done = threading.Event()
    started = time.monotonic()
    tty = out.isatty()
    thread = threading.Thread(target=_spin if tty else _tell, args=(out, label, started, done, line_every), daemon=True)
    thread.start()
    running = Step()
    outcome = "failed after"
    try:
        yield running
        outcome = "done in"
    finally:
        done.set()
        thread.join()
        line = "" if running.withdrawn else f"{label}: {outcome} {time.monotonic() - started:.1f} s\n"
        _write(out, f"\r\033[K{line}" if tty else line)


def _spin(out: TextIO, label: str, started: float, done: threading.Event, _line_every: float) -> None:
    for frame in itertools.cycle(_FRAMES):
        _write(out, f"\r\033[K{frame} {label} {time.monotonic() - started:.0f} s")
        if done.wait(_SPIN_EVERY):
            return


def _tell(out: TextIO, label: str, started: float, done: threading.Event, pause: float) -> None:
    while not done.wait(pause):
        _write(out, f"{label} ... {time.monotonic() - started:.0f} s\n")
        pause = min(2 * pause, _SELDOM)


def _write(out: TextIO, text: str) -> None:
    out.write(text)
    out.flush()
