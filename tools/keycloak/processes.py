"""The processes of one server, found by their command line: no pid file that could go stale or name another process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["PORT_OPTION", "end", "http_port", "of_home"]

# As one argument, so that the port of a running server can be read from its command line.
PORT_OPTION = "--http-port="


def of_home(home: Path) -> list[psutil.Process]:
    """Return the live processes of the server whose home is `home`: `kc.sh` and its Java, or what is left of them."""
    script = home.resolve() / "bin" / "kc.sh"
    # kc.sh names its home to Java as <folder of kc.sh>/..
    marks = {str(script), f"-Dkc.home.dir={script.parent}/.."}
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if process.pid != os.getpid() and not marks.isdisjoint(process.info["cmdline"] or ())
    ]


def http_port(processes: Sequence[psutil.Process]) -> int | None:
    """Return the port that a server was started with."""
    for process in processes:
        for argument in process.info["cmdline"]:
            if argument.startswith(PORT_OPTION):
                return int(argument.removeprefix(PORT_OPTION))
    return None


def end(processes: Sequence[psutil.Process], *, patience: float) -> None:
    """Ask the processes to end, wait up to `patience` seconds, then kill what is left."""
    for process in processes:
        _signal(process, kill=False)
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        _signal(process, kill=True)
    psutil.wait_procs(alive, timeout=patience)


def _signal(process: psutil.Process, *, kill: bool) -> None:
    try:
        if kill:
            process.kill()
        else:
            process.terminate()
    except psutil.NoSuchProcess:
        pass
