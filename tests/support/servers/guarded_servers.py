"""Real model servers that let callers in by the middleware that the project writes: LitServe and BentoML.

Each has a Python environment of its own: they are large, and hold back packages that the project has newer.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.paths import CACHE
from tools.bootstrap.python_environment import ensure_python_environment
from tools.supervised import listens, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["SERVERS", "GuardedServer", "running_guarded"]

_HERE = Path(__file__).parent
_LITSERVE = """\
import litserve
from model_access import ModelAccess


class Doubled(litserve.LitAPI):
    def setup(self, device):
        self.model = lambda number: 2 * number

    def decode_request(self, request):
        return request["number"]

    def predict(self, number):
        return self.model(number)

    def encode_response(self, number):
        return {"number": number}


if __name__ == "__main__":
    server = litserve.LitServer(Doubled(api_path="/predict"), accelerator="cpu", middlewares=[ModelAccess])
    server.run(host="127.0.0.1", port=PORT, generate_client_file=False, num_api_servers=1)
"""
_BENTOML = """\
import bentoml
from model_access import ModelAccess


@bentoml.service(workers=1)
class Doubled:
    @bentoml.api
    def predict(self, number: float) -> dict[str, float]:
        return {"number": 2 * number}


Doubled.add_asgi_middleware(ModelAccess)
"""


@dataclass(frozen=True)
class GuardedServer:
    """How one is installed and started.

    Attributes:
        label: What it is called on the screen.
        program: Its module, where `PORT` stands for its port.
        command: What starts it, without the folder of programs; `PORT` stands for its port.
    """

    label: str
    program: str
    command: Sequence[str]


SERVERS = {
    "litserve": GuardedServer("LitServe", _LITSERVE, ("python", "service.py")),
    "bentoml": GuardedServer(
        "BentoML", _BENTOML, ("bentoml", "serve", "service:Doubled", "--host", "127.0.0.1", "--port", "PORT")
    ),
}
"""By the preset that writes the middleware."""


@contextmanager
def running_guarded(preset: str, folder: Path, listen: str) -> Iterator[None]:
    """Run a server with the middleware that lies in its folder, until the block ends.

    Args:
        preset: Whose middleware it is.
        folder: Has `model_access.py`, and gets the server's own module.
        listen: Address and port.
    """
    server, port = SERVERS[preset], listen.rpartition(":")[2]
    pins = _HERE / f"{preset}-requirements.txt"
    programs = ensure_python_environment(CACHE / preset, pins, server.label)
    (folder / "service.py").write_text(server.program.replace("PORT", port), encoding="utf-8")
    program, *arguments = (part.replace("PORT", port) for part in server.command)
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "BENTOML_HOME": str(folder / "bentoml"),
        "BENTOML_DO_NOT_TRACK": "true",
        "DO_NOT_TRACK": "1",
    }
    command = [str(programs / program), *arguments]
    log = folder / f"{preset}.log"
    with running(server.label, command, ready=listens(listen), log=log, folder=folder, env=environment):
        yield
