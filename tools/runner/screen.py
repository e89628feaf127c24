"""What a person sees while stacks are worked on: a live line each, or plain lines where no terminal shows them."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from constructs_lib.declaration.texts.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TextIO

__all__ = ["Screen", "is_plain", "output_console", "tell"]

# Plain lines: the first after so long, each after twice as long as the one before, within limits.
_FIRST_S, _LAST_S = 20.0, 60.0
_FRAMES_A_SECOND = 8


def is_plain(stream: TextIO, process_environment: Mapping[str, str] = os.environ) -> bool:
    """Whether lines without any escape code are asked for: by `NO_COLOR`, by `CI`, or since this is no terminal."""
    asked = any(process_environment.get(name) for name in ("NO_COLOR", "CI"))
    return asked or not stream.isatty() or process_environment.get("TERM") == "dumb"


def output_console(stream: TextIO | None = None) -> Console:
    """Return a console that writes as `is_plain` says; standard output, when no stream is given."""
    out = stream or sys.stdout
    if not is_plain(out):
        return Console(file=out, highlight=False)
    return Console(file=out, highlight=False, force_terminal=False, color_system=None, force_interactive=False)


@dataclass
class _Line:
    """A stack that is worked on."""

    doing: str
    total: int | None
    started: float
    done: int = 0

    def text(self, stack: str, now: float) -> str:
        of = "" if self.total is None else f"/{self.total}"
        count = f" {self.done}{of}," if self.done or self.total else ""
        return f"{stack}: {self.doing}{count} {now - self.started:.0f} s"


class Screen:
    """Shows stacks that are worked on, on standard error: standard output is for results.

    Args:
        stream: Where it writes instead.
        clock: Returns seconds.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pause_s = _FIRST_S
        self._next = clock() + _FIRST_S
        self._stream = stream or sys.stderr
        self._plain = is_plain(self._stream)
        self._console = output_console(self._stream)
        self._lines: dict[str, _Line] = {}
        self._lock = threading.RLock()
        self._done = threading.Event()
        self._live: Live | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the stacks until the block ends."""
        self._done.clear()
        if not self._plain:
            live = Live(
                console=self._console, get_renderable=self._picture, refresh_per_second=_FRAMES_A_SECOND, transient=True
            )
            with live:
                self._live = live
                try:
                    yield
                finally:
                    self._live = None
            return
        thread = threading.Thread(target=self._keep_reminding, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Keep still until the block ends: somebody types."""
        if self._live:
            self._live.stop()
        try:
            yield
        finally:
            if self._live:
                self._live.start()

    def tell(self, text: str) -> None:
        """Show a line that stays."""
        self._console.print(visible_lines(text), soft_wrap=True, markup=False)

    def begin(self, stack: str, doing: str, *, total: int | None = None) -> None:
        """A stack's turn has come.

        Args:
            stack: Its name.
            doing: What is done with it, such as `planning`.
            total: How many resources that is about, where that is known.
        """
        with self._lock:
            self._lines[stack] = _Line(doing, total, self._clock())

    def advance(self, stack: str) -> None:
        """One more resource is done."""
        with self._lock:
            if line := self._lines.get(stack):
                line.done += 1

    def end(self, stack: str) -> None:
        """A stack's turn is over."""
        with self._lock:
            self._lines.pop(stack, None)

    def _picture(self) -> Group:
        with self._lock:
            return Group(*(Text(text, overflow="ellipsis", no_wrap=True) for text in self._texts()))

    def remind(self) -> None:
        """Print a plain line that says what is going on, if it is time for one; called every second or so."""
        with self._lock:
            if not self._lines or self._clock() < self._next:
                return
            self._pause_s = min(2 * self._pause_s, _LAST_S)
            self._next = self._clock() + self._pause_s
            text = "; ".join(self._texts())
        self.tell(text)

    def _texts(self) -> list[str]:
        now = self._clock()
        return [line.text(stack, now) for stack, line in self._lines.items()]

    def _keep_reminding(self) -> None:
        while not self._done.wait(1.0):
            self.remind()


def tell(line: str) -> None:
    """Print a line on standard error, where nothing is shown live."""
    print(visible_lines(line), file=sys.stderr)  # noqa: T201 - what a person reads
