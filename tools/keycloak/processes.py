"""The processes of one server, found by their command line: no pid file that could go stale or name another process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["PORT_OPTION", "http_port", "of_home"]

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
