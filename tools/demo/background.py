"""A server as a child process, from its start to its end."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from constructs_lib.bindings.private_file import keep_private
from constructs_lib.bindings.progress import step
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["serving", "stop"]

_READY_TIMEOUT_S = 180.0
_STOP_PATIENCE_S = 20.0
_POLL_S = 0.1


@contextmanager
def serving(
    name: str, command: Sequence[str], *, probe: str, folder: Path, log: Path, env: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a server until the block ends.

    Args:
        name: What it is called on the screen.
        command: Program and arguments.
        probe: URL that answers, whatever its status below 500, as soon as the server is ready.
        folder: Where it runs.
        log: What it prints; overwritten.
        env: Its whole environment, or None for this process's own.

    Raises:
        ToolError: It cannot be started, ends by itself, or is not ready in time.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    keep_private(log)
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C ends the block first, and the block ends it: whoever cleans up may still need it.
                start_new_session=True,
            )
        except FileNotFoundError:
            raise ToolError(f"{name} is not installed ({command[0]}): run make setup") from None
        try:
            with step(f"Start {name}"):
                _wait(name, process, probe, log)
            yield
        finally:
            stop(process, patience_s=_STOP_PATIENCE_S)


def stop(process: subprocess.Popen[bytes], *, patience_s: float) -> None:
    """Ask a child process to end, wait up to `patience_s` seconds, then kill it."""
    process.terminate()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(name: str, process: subprocess.Popen[bytes], probe: str, log: Path) -> None:
    end = time.monotonic() + _READY_TIMEOUT_S
    while not _answers(probe):
        if process.poll() is not None:
            raise ToolError(f"{name} ended before it was ready: {_last_line(log)}; see {log}")
        if time.monotonic() > end:
            raise ToolError(f"{name} is not ready after {_READY_TIMEOUT_S:.0f} s; see {log}")
        time.sleep(_POLL_S)


def _answers(probe: str) -> bool:
    try:
        return not httpx.get(probe, trust_env=False, timeout=5.0).is_server_error
    except httpx.TransportError:
        return False


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
