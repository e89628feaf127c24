"""What a command costs: seconds, processor time of its processes and of the server, memory."""

from __future__ import annotations

import resource
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from constructs_lib.bindings.private_file import keep_private
from constructs_lib.bindings.progress import step
from tools.errors import ToolError
from tools.keycloak import processes
from tools.supervised import last_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Measurement", "Meter", "as_users_have_it"]

_SAMPLE_S = 0.2
# Where it is set, each process compiles all modules anew: a second of its processor time.
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_LINE_EVERY_S = 30.0


@dataclass(frozen=True)
class Measurement:
    """What a command costs.

    Attributes:
        seconds: By the clock.
        cpu_seconds: Processor time of its processes, children included, whatever else the machine does.
        server_cpu_seconds: Processor time of Keycloak meanwhile.
        peak_memory: Bytes that its processes held at once at most; what they share is counted once, where the system
            tells.
    """

    seconds: float
    cpu_seconds: float
    server_cpu_seconds: float
    peak_memory: int

    def __add__(self, other: Measurement) -> Measurement:
        """Return what two commands cost, one after the other."""
        return Measurement(
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
            self.server_cpu_seconds + other.server_cpu_seconds,
            max(self.peak_memory, other.peak_memory),
        )


@dataclass(frozen=True)
class Meter:
    """Runs commands one at a time, and measures them.

    Attributes:
        server: Home of the Keycloak that they deploy to.
        log: Gets what they print.
    """

    server: Path
    log: Path

    def measure(self, label: str, command: Sequence[str], *, env: Mapping[str, str], folder: Path) -> Measurement:
        """Run a command to its end.

        Args:
            label: What is shown while it runs.
            command: Program and arguments.
            env: Its environment.
            folder: Where it runs.

        Raises:
            ToolError: It fails.
        """
        keep_private(self.log)
        with self.log.open("ab") as output, step(label, line_every=_LINE_EVERY_S):
            server, own, started = self._server_seconds(), _children_seconds(), time.monotonic()
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=as_users_have_it(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                peak = _peak_memory(process)
            except BaseException:  # Ctrl-C has reached it too: it saves what it has done
                process.wait()
                raise
            measured = Measurement(
                time.monotonic() - started, _children_seconds() - own, self._server_seconds() - server, peak
            )
        if process.returncode:
            raise ToolError(f"{label}: exit code {process.returncode}: {last_line(self.log)}; see {self.log}")
        return measured

    def _server_seconds(self) -> float:
        seconds = 0.0
        for process in processes.of_home(self.server):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                seconds += times.user + times.system
        return seconds


def as_users_have_it(env: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which Python keeps what it compiles, whatever whoever measures has set.

    Args:
        env: Variables of the caller.
    """
    return {name: value for name, value in env.items() if name != _NO_BYTECODE}


def _children_seconds() -> float:
    """Return the processor time of all children, and of theirs, that have ended and were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _peak_memory(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; return what it and its children held at once at most, in bytes."""
    ended = threading.Event()
    peak = 0

    def sample() -> None:
        nonlocal peak
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(process.pid)
            while not ended.wait(_SAMPLE_S):
                peak = max(peak, sum(map(_memory, [root, *root.children(recursive=True)])))

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        process.wait()
    finally:
        ended.set()
        thread.join()
    return peak


def _memory(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", 0) or memory.rss)
    return 0
