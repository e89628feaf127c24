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

__all__ = ["envoy"]

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
    # Several Envoys may run on one machine.
    options = ["--log-level", "error", "--use-dynamic-base-id", "--concurrency", "1"]
    url = f"http://{listen}"
    command = [str(_BINARY), *options, "-c", str(config)]
    with running("Envoy", command, ready=answers(url), folder=config.parent, log=log):
        yield url
