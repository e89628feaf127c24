"""A real gRPC server and a real client of it, in a Python environment of their own: the project needs no grpcio."""

from __future__ import annotations

import base64
import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.paths import CACHE
from tools.bootstrap.python_environment import ensure_python_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GrpcAnswer", "GrpcPeer"]

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class GrpcAnswer:
    """What a caller gets.

    Attributes:
        status: Name of the status, such as `PERMISSION_DENIED`.
        message: The message that came back; empty where none did.
        reached: Paths of what came through to the server.
    """

    status: str
    message: bytes
    reached: tuple[str, ...]


@dataclass
class GrpcPeer:
    """A server that answers with the message that it got, and a client.

    Attributes:
        url: Where the server is.
    """

    url: str
    _process: subprocess.Popen[str] = field(repr=False)

    @classmethod
    @contextmanager
    def start(cls) -> Iterator[GrpcPeer]:
        """Run both while the context is open.

        Raises:
            ToolError: They cannot be installed.
        """
        programs = ensure_python_environment(CACHE / "grpc", _HERE / "grpc-requirements.txt", "gRPC for Python")
        command = [str(programs / "python"), str(_HERE / "grpc_program.py")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield cls(f"http://127.0.0.1:{int(_line(process))}", process)
            finally:
                process.terminate()

    def call(
        self, target: str, method: str, *messages: bytes, token: str | None = None, compressed: bool = False
    ) -> GrpcAnswer:
        """Make a call.

        Args:
            target: Address and port that it goes to.
            method: Service and method, `/service/Method`.
            messages: What is sent; several are a stream.
            token: Goes as bearer token.
            compressed: Whether messages are compressed by gzip.
        """
        order = {
            "target": target,
            "method": method,
            "messages": [base64.b64encode(message).decode() for message in messages],
            "token": token,
            "compressed": compressed,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        said = json.loads(_line(self._process))
        return GrpcAnswer(said["status"], base64.b64decode(said["answer"]), tuple(said["reached"]))


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the program of gRPC ended: what it said is above"
    return line
