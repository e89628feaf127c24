"""A server as a process: started in a session of its own with a log, waited for until it is ready, ended as a whole."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import psutil

from constructs_lib.bindings.private_file import keep_private
from constructs_lib.bindings.progress import step
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["answers", "await_ready", "end", "last_line", "listens", "running", "start"]

_READY_TIMEOUT_S = 180.0
_STOP_PATIENCE_S = 20.0
_POLL_S = 0.05
_PROBE_TIMEOUT_S = 5.0
# Probes are sent often and over plain http: the default context would load all certificate authorities each time.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def running(
    name: str,
    command: Sequence[str],
    *,
    ready: Callable[[], bool],
    log: Path,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    patience: float = _STOP_PATIENCE_S,
) -> Iterator[psutil.Process]:
    """Run a server until the block ends; yield its process.

    Args:
        name: What it is called on the screen.
        command: Program and arguments.
        ready: Tells whether it is ready: `answers`, `listens`.
        log: What it prints; overwritten.
        folder: Where it runs; the current one when not given.
        env: Its whole environment, or None for this process's own.
        patience: Seconds that it has to end by itself.

    Raises:
        ToolError: It cannot be started, ends by itself, or is not ready in time.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    process = start(name, command, log=log, folder=folder, env=env)
    try:
        with step(f"Start {name}"):
            await_ready(name, ready, lambda: process.poll() is None, log=log)
        yield psutil.Process(process.pid)
    finally:
        end(_with_children(process.pid), patience=patience)
        process.wait()


def start(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    append: bool = False,
    umask: int = -1,
) -> subprocess.Popen[bytes]:
    """Start a server.

    Args:
        name: What it is called on the screen.
        command: Program and arguments.
        log: What it prints, for its owner alone.
        folder: Where it runs; the current one when not given.
        env: Its whole environment, or None for this process's own.
        append: Keep what an earlier run has printed.
        umask: Permissions that its files do not get; -1 leaves that as it is here.

    Raises:
        ToolError: There is no such program.
    """
    keep_private(log)
    with log.open("ab" if append else "wb") as output:
        try:
            return subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C does not reach it: whoever started it ends it, and may need it while cleaning up.
                start_new_session=True,
                umask=umask,
            )
        except FileNotFoundError:
            raise ToolError(f"{name} is not installed ({command[0]}): run make setup") from None


def await_ready(
    name: str,
    ready: Callable[[], bool],
    lives: Callable[[], bool],
    *,
    log: Path,
    timeout: float = _READY_TIMEOUT_S,
    reason: Callable[[Path], str] | None = None,
) -> None:
    """Wait until a server is ready.

    Args:
        name: What it is called on the screen.
        ready: Tells whether it is.
        lives: Tells whether its process still runs.
        log: What it prints.
        timeout: Seconds until it counts as hanging.
        reason: Finds in the log why it ended; by default that is the last line.

    Raises:
        ToolError: It ended, or is not ready in time.
    """
    deadline = time.monotonic() + timeout
    while not ready():
        if not lives():
            raise ToolError(f"{name} ended before it was ready: {(reason or last_line)(log)}; see {log}")
        if time.monotonic() > deadline:
            raise ToolError(f"{name} is not ready after {timeout:.0f} s; see {log}")
        time.sleep(_POLL_S)


def answers(url: str, *, expected: int | None = None) -> Callable[[], bool]:
    """Return a probe that calls an HTTP server.

    Args:
        url: What it asks for.
        expected: The status of a server that is ready; by default any below 500.
    """

    def probe() -> bool:
        try:
            response = httpx.get(url, trust_env=False, verify=_NO_TLS, timeout=_PROBE_TIMEOUT_S)
        except httpx.TransportError:
            return False
        return not response.is_server_error if expected is None else response.status_code == expected

    return probe


def listens(address: str) -> Callable[[], bool]:
    """Return a probe that connects by TCP.

    Args:
        address: IP address and port, such as `127.0.0.1:8090`.
    """
    host, _, port = address.rpartition(":")

    def probe() -> bool:
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_PROBE_TIMEOUT_S).close()
        except OSError:
            return False
        return True

    return probe


def end(processes: Sequence[psutil.Process], *, patience: float = _STOP_PATIENCE_S) -> None:
    """Ask processes to end, wait up to `patience` seconds, then kill what is left."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=patience)


def last_line(log: Path) -> str:
    """Return the last line of a log."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def _with_children(pid: int) -> list[psutil.Process]:
    """Workers of a server would outlive it, if it is killed."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []
