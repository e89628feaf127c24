"""The MCP SDK's server as a process, by itself behind Envoy or behind the module that the project writes for it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import written
from tests.support.project.checkout import ROOT
from tools.supervised import listens, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.support.realms.live_environment import LiveEnvironment

__all__ = ["GuardedServer", "guarded_servers"]


@dataclass(frozen=True)
class GuardedServer:
    """A server and what guards it.

    Attributes:
        base_url: Its base URL.
        notes: Has a line for each tool that ran.
    """

    base_url: str
    notes: Path

    @property
    def url(self) -> str:
        """Where it speaks MCP."""
        return f"{self.base_url}/mcp"

    @property
    def ran(self) -> list[str]:
        """The tools that ran, in order."""
        text = self.notes.read_text(encoding="utf-8") if self.notes.exists() else ""
        return [line.split()[0] for line in text.splitlines()]


@contextmanager
def guarded_servers(live: LiveEnvironment, folder: Path) -> Iterator[Mapping[str, GuardedServer]]:
    """Run the server behind Envoy, and with the module that is written for it; yield both, by what guards them.

    Args:
        live: Whose tokens they take.
        folder: Where files are written.
    """

    def api(**values: object) -> ProtectedApi:
        gateway = GatewayProps.model_validate({**live.environment.gateway.model_dump(), **values})
        return ProtectedApi.of("agents", live.environment, gateway, live.endpoints)

    with _behind_envoy(folder / "envoy", api) as envoy, _guarding_itself(folder / "sdk", api) as sdk:
        yield {"envoy": envoy, "mcp-sdk": sdk}


@contextmanager
def _behind_envoy(folder: Path, api: Callable[..., ProtectedApi]) -> Iterator[GuardedServer]:
    """Run the server behind Envoy, from the file that the project writes.

    Args:
        folder: Where files are written.
        api: Makes what a gateway of an address checks; takes values of the gateway.
    """
    listen, upstream = free_address(), free_address()
    config = written(folder, "envoy", api(listen=listen, public_url=f"http://{listen}", upstream=f"http://{upstream}"))
    notes = folder / "notes"
    with _running(folder, upstream, notes), running_envoy(config["envoy.yaml"], listen=listen):
        yield GuardedServer(f"http://{listen}", notes)


@contextmanager
def _guarding_itself(folder: Path, api: Callable[..., ProtectedApi]) -> Iterator[GuardedServer]:
    """Run the server with the module that the project writes; arguments as those of `_behind_envoy`."""
    listen = free_address()
    module = written(folder, "mcp-sdk", api(listen=listen, public_url=f"http://{listen}"))["mcp_access.py"]
    notes = folder / "notes"
    with _running(folder, listen, notes, module):
        yield GuardedServer(f"http://{listen}", notes)


@contextmanager
def _running(folder: Path, listen: str, notes: Path, *module: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.support.mcp.weather", listen.rpartition(":")[2], str(notes)]
    command += map(str, module)
    with running("the MCP server", command, ready=listens(listen), log=folder / "server.log", folder=ROOT):
        yield
