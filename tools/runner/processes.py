"""The Terraform processes of a run: Ctrl-C reaches each of them once, and is waited for; a second one kills."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import PRIVATE_UMASK
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

__all__ = ["INTERRUPTED", "InterruptedRunError", "Processes"]

INTERRUPTED = 130
"""Exit code of a run that Ctrl-C ended, as a shell gives it."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class InterruptedRunError(ToolError):
    """The user ended the run; nothing more is started."""

    def __init__(self) -> None:
        super().__init__("interrupted: run the same command again to go on", exit_code=INTERRUPTED)


class Processes:
    """Starts processes in sessions of their own: a terminal's Ctrl-C reaches this process alone, which hands it on."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._signals = 0

    @property
    def interrupted(self) -> bool:
        """Whether the user has asked to end the run."""
        return self._signals > 0

    @contextmanager
    def handing_on(self) -> Iterator[None]:
        """Hand signals on until the block ends."""
        before = {number: signal.signal(number, self._receive) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def started(
        self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str], output: Path, errors: Path
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start a process; it is waited for at the end of the block.

        It writes to files, for their owner alone: if this process is killed, it goes on, and saves its state.

        Raises:
            InterruptedRunError: The user has ended the run.
            ToolError: There is no such program.
        """
        with output.open("wb") as out, errors.open("wb") as err, self._lock:
            if self.interrupted:
                raise InterruptedRunError
            try:
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    start_new_session=True,
                    umask=PRIVATE_UMASK,
                )
            except FileNotFoundError:
                raise ToolError(f"{command[0]} is not on PATH: run make doctor") from None
            self._running.add(process)
        try:
            yield process
        finally:
            process.wait()
            with self._lock:
                self._running.discard(process)

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        # The main thread may hold the lock, and is here now: read without it. A process that starts meanwhile is
        # waited for as the others are.
        for process in tuple(self._running):
            with suppress(ProcessLookupError):
                if self._signals == 1:
                    process.send_signal(signal.SIGINT)
                else:
                    os.killpg(process.pid, signal.SIGKILL)
        self._tell(
            "Stopping: Terraform finishes what it is at and saves its state; Ctrl-C once more kills it."
            if self._signals == 1
            else "Killed: what Terraform was at may be in Keycloak and not in its state."
        )
