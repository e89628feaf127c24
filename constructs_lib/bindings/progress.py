"""Show that a long step is alive: a spinner on a terminal, a line every 10 s elsewhere."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["step"]

_FRAMES = "|/-\\"
_SPIN_EVERY = 0.1
_LINE_EVERY = 10.0


@contextmanager
def step(label: str, *, stream: TextIO | None = None, line_every: float = _LINE_EVERY) -> Iterator[None]:
    """Show `label` with the seconds that the block takes.

    Args:
        label: What is being done, without a full stop.
        stream: Where to write; standard error when not given, so that standard output stays for results.
        line_every: Seconds between two lines where the stream is no terminal.
    """
    out = sys.stderr if stream is None else stream
    done = threading.Event()
    started = time.monotonic()
    tty = out.isatty()
    show = _spin if tty else _tell
    if not tty:
        _write(out, f"{label} ...\n")
    thread = threading.Thread(target=show, args=(out, label, started, done, line_every), daemon=True)
    thread.start()
    outcome = "failed after"
    try:
        yield
        outcome = "done in"
    finally:
        done.set()
        thread.join()
        line = f"{label}: {outcome} {time.monotonic() - started:.1f} s\n"
        _write(out, f"\r\033[K{line}" if tty else line)


def _spin(out: TextIO, label: str, started: float, done: threading.Event, _line_every: float) -> None:
    for frame in itertools.cycle(_FRAMES):
        _write(out, f"\r\033[K{frame} {label} {time.monotonic() - started:.0f} s")
        if done.wait(_SPIN_EVERY):
            return


def _tell(out: TextIO, label: str, started: float, done: threading.Event, line_every: float) -> None:
    while not done.wait(line_every):
        _write(out, f"{label} ... {time.monotonic() - started:.0f} s\n")


def _write(out: TextIO, text: str) -> None:
    out.write(text)
    out.flush()
