"""Real model servers that let callers in by the middleware that the project writes: LitServe and BentoML."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support.servers.models.catalog import BENTOML, LITSERVE
from tests.support.servers.models.model_server import running_model_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SERVERS", "running_guarded"]

SERVERS = {"litserve": LITSERVE, "bentoml": BENTOML}
"""By the preset that writes the middleware."""


@contextmanager
def running_guarded(preset: str, folder: Path, listen: str) -> Iterator[None]:
    """Run a server with the middleware that lies in its folder, until the block ends.

    Args:
        preset: Whose middleware it is.
        folder: Has `model_access.py`.
        listen: Address and port.
    """
    server = SERVERS[preset]
    guarded = replace(server, variables={**server.variables, "GUARD": "model_access"})
    with running_model_server(guarded, folder, port=int(listen.rpartition(":")[2])):
        yield
