"""A real Envoy, from the file that the project writes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.paths import LOGS
from tools.supervised import answers, running

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["envoy", "envoy_command"]

_BINARY = Path(sys.executable).with_name("envoy")


@contextmanager
def envoy(config: Path, *, listen: str, log: Path = LOGS / "demo-envoy.log") -> Iterator[str]:
    """Run Envoy until the block ends; yield its base URL.

    Args:
        config: The bootstrap configuration.
        listen: Where it listens: address and port.
        log: What it prints.

    Raises:
        ToolError: It does not start.
    """
    url = f"http://{listen}"
    with running("Envoy", envoy_command(config), ready=answers(url), folder=config.parent, log=log):
        yield url


def envoy_command(config: Path) -> list[str]:
    """Return what starts Envoy, with one thread; several may run on one machine.

    Args:
        config: The bootstrap configuration.
    """
    options = ["--log-level", "error", "--use-dynamic-base-id", "--concurrency", "1"]
    return [str(_BINARY), *options, "-c", str(config)]
