"""A model server as a process, behind which a test has a gateway."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.servers.models.pinned import PROGRAMS, environment_of
from tools.demo.ports import any_free_port
from tools.supervised import answers, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["ModelServer", "Served", "running_model_server"]


@dataclass(frozen=True)
class Served:
    """Where a server answers.

    Attributes:
        url: By HTTP.
        grpc_url: By gRPC.
    """

    url: str
    grpc_url: str


@dataclass(frozen=True)
class ModelServer:
    """How one is installed and started.

    Attributes:
        label: What it is called on the screen.
        environment: Name of its environment.
        command: What starts it, without the folder of programs; `PORT`, `GRPC_PORT` and `FOLDER` stand for its ports
            and its folder, `PROGRAMS` for that of the tests' programs.
        health: Path that answers once it is ready.
        variables: More variables of its process, with the same names in them.
    """

    label: str
    environment: str
    command: str
    health: str
    variables: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def running_model_server(server: ModelServer, folder: Path, *, port: int | None = None) -> Iterator[Served]:
    """Run a server until the block ends.

    Args:
        server: Which one.
        folder: Where it runs, and what it may write to.
        port: Where it answers by HTTP; left out, anywhere.

    Raises:
        ToolError: It cannot be installed or does not start.
    """
    programs, port, grpc_port = environment_of(server.environment), port or any_free_port(), any_free_port()
    names = {"GRPC_PORT": str(grpc_port), "PORT": str(port), "FOLDER": str(folder), "PROGRAMS": str(PROGRAMS)}

    def named(text: str) -> str:
        for name, value in names.items():
            text = text.replace(name, value)
        return text

    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "DO_NOT_TRACK": "1",
        **{name: named(value) for name, value in server.variables.items()},
    }
    program, *arguments = map(named, server.command.split())
    served = Served(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{grpc_port}")
    with running(
        server.label,
        [str(programs / program), *arguments],
        ready=answers(f"{served.url}{server.health}", expected=200),
        log=folder / "server.log",
        folder=folder,
        env=environment,
    ):
        yield served
