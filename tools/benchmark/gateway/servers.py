"""The servers that are measured: an upstream that answers at once, Envoys before it, an app in Python."""

from __future__ import annotations

import os
import statistics
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.gateways.catalog import PRESETS
from stacks.gateway_files import write_files
from tools.benchmark.gateway.load import MODULE
from tools.demo.envoy import envoy_command
from tools.demo.ports import any_free_port
from tools.go_program import go_program
from tools.project import ROOT
from tools.supervised import listens, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psutil

    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["EnvoyFile", "Running", "echo_upstream", "fastapi_app"]

_STARTS = 3


@dataclass(frozen=True)
class Running:
    """A server that runs.

    Attributes:
        url: Its base URL.
        process: Its process.
    """

    url: str
    process: psutil.Process


@dataclass(frozen=True)
class EnvoyFile:
    """Envoy's file for an API.

    Attributes:
        file: Where it is.
        api: What it checks.
    """

    file: Path
    api: ProtectedApi

    @classmethod
    def write(cls, folder: Path, api: ProtectedApi) -> EnvoyFile:
        """Write it into a folder."""
        write_files(folder, PRESETS["envoy"].render(api))
        return cls(folder / "envoy.yaml", api)

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.file.stat().st_size

    def start_up(self) -> float:
        """Return the seconds from Envoy's start until it listens, its file read and keys fetched: the median of three.

        Raises:
            ToolError: It does not start.
        """
        return statistics.median(self._start_up() for _ in range(_STARTS))

    @contextmanager
    def running(self) -> Iterator[Running]:
        """Run Envoy while the block is open.

        Raises:
            ToolError: It does not start.
        """
        listen = self.api.gateway.listen
        log = self.file.with_suffix(".log")
        with running("Envoy", envoy_command(self.file), ready=listens(listen), log=log) as process:
            yield Running(f"http://{listen}", process)

    def _start_up(self) -> float:
        started = time.monotonic()
        with self.running():
            return time.monotonic() - started


@contextmanager
def echo_upstream(folder: Path) -> Iterator[Running]:
    """Run the upstream, which Go builds at its first use in a checkout.

    Args:
        folder: Gets its log.

    Raises:
        ToolError: It is not built, or does not start.
    """
    listen = f"127.0.0.1:{any_free_port()}"
    command = [str(go_program(MODULE, "./echo-upstream", "echo-upstream")), f"-listen={listen}"]
    with running("the upstream", command, ready=listens(listen), log=folder / "upstream.log") as process:
        yield Running(f"http://{listen}", process)


@contextmanager
def fastapi_app(folder: Path, name: str) -> Iterator[Running]:
    """Run an app of `model_app` by uvicorn.

    Args:
        folder: Holds the preset's module, and gets the log.
        name: `bare` or `guarded`.

    Raises:
        ToolError: It does not start.
    """
    port = any_free_port()
    app = ["-m", "uvicorn", "--factory", f"tools.benchmark.gateway.model_app:{name}"]
    options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "--no-access-log"]
    path = os.pathsep.join([str(ROOT), str(folder)])
    with running(
        f"the app ({name})",
        [sys.executable, *app, *options],
        ready=listens(f"127.0.0.1:{port}"),
        log=folder / f"{name}.log",
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        yield Running(f"http://127.0.0.1:{port}", process)
