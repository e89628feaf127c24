"""A real gateway as a process, from the file that the project wrote."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from tests.support.servers.patience import PATIENCE_S
from tools.demo.background import stop
from tools.demo.ports import any_free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["free_address", "gateway_process"]

_PAUSE_S = 0.02
_STOP_S = 10


def free_address() -> str:
    """Return a loopback address and port that nothing listens on."""
    return f"127.0.0.1:{any_free_port()}"


@contextmanager
def gateway_process(
    command: Sequence[str], *, listen: str, log: Path, variables: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a gateway until it listens, and stop it at the end.

    Args:
        command: Program and arguments.
        listen: Where it shall listen.
        log: What it prints.
        variables: Its whole environment, or None for this process's own.
    """
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=variables)
        try:
            _wait(process, listen, log)
            yield
        finally:
            stop(process, patience_s=_STOP_S)


def _wait(process: subprocess.Popen[bytes], listen: str, log: Path) -> None:
    host, _, port = listen.rpartition(":")
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        code = process.poll()
        assert code is None, f"it ended with {code}: {log.read_text(encoding='utf-8')}"
        with closing(socket.socket()) as trial:
            if trial.connect_ex((host, int(port))) == 0:
                return
        time.sleep(_PAUSE_S)
    raise AssertionError(f"it does not listen on {listen}: {log.read_text(encoding='utf-8')}")
