"""The model servers that stand behind a gateway in tests, by the style of their paths."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from tests.support.servers.models.model_server import ModelServer, Served, running_model_server
from tests.support.servers.models.pinned import run_program
from tools.demo.model_server import install_model_server, model_server, train_models
from tools.demo.ports import any_free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["BENTOML", "LITSERVE", "STARTS", "Start"]


class Start(Protocol):
    """Runs a server of two models in a folder, until the block ends."""

    def __call__(self, folder: Path, /) -> AbstractContextManager[Served]:
        """Start it; the first time of a checkout installs it."""


_PYTHON_PATH = {"PYTHONPATH": "FOLDER"}  # where a test writes the middleware
LITSERVE = ModelServer("LitServe", "litserve", "python PROGRAMS/litserve_service.py PORT", "/health", _PYTHON_PATH)
"""LitServe with one model."""
BENTOML = ModelServer(
    "BentoML",
    "bentoml",
    "bentoml serve bentoml_service:Doubled --working-dir PROGRAMS --host 127.0.0.1 --port PORT",
    "/readyz",
    {**_PYTHON_PATH, "BENTOML_HOME": "FOLDER/bentoml", "BENTOML_DO_NOT_TRACK": "true"},
)
"""BentoML with one model."""
_MLFLOW = ModelServer(
    "MLflow",
    "mlflow",
    "mlflow models serve --env-manager local --model-uri FOLDER/model --host 127.0.0.1 --port PORT",
    "/ping",
    {"MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "true"},
)
_TRITON = ModelServer("Triton", "triton", "python PROGRAMS/triton_service.py FOLDER PORT GRPC_PORT", "/v2/health/ready")
_TORCHSERVE = ModelServer(
    "TorchServe", "torchserve", "python PROGRAMS/torchserve_service.py FOLDER PORT GRPC_PORT", "/ping"
)
_KSERVE = ModelServer("KServe", "kserve", "python PROGRAMS/kserve_service.py PORT", "/v1/models")
_LLAMA = ModelServer("llama.cpp's server", "llama", "python PROGRAMS/llama_service.py FOLDER PORT", "/v1/models")


@contextmanager
def _mlserver(folder: Path) -> Iterator[Served]:
    install_model_server()
    train_models(folder)
    port, grpc_port = any_free_port(), any_free_port()
    with model_server(folder, port=port, grpc_port=grpc_port, log=folder / "server.log") as url:
        yield Served(url, f"http://127.0.0.1:{grpc_port}")


@contextmanager
def _mlflow(folder: Path) -> Iterator[Served]:
    folder.mkdir(parents=True, exist_ok=True)
    run_program("mlflow", "mlflow_model.py", str(folder / "model"))
    with running_model_server(_MLFLOW, folder) as served:
        yield served


STARTS: Mapping[str, Start] = {
    "open-inference": _mlserver,
    "openai": partial(running_model_server, _LLAMA),
    "kserve-v1": partial(running_model_server, _KSERVE),
    "torchserve": partial(running_model_server, _TORCHSERVE),
    "triton": partial(running_model_server, _TRITON),
    "mlflow": _mlflow,
    "litserve": partial(running_model_server, LITSERVE),
    "bentoml": partial(running_model_server, BENTOML),
}
"""What starts the server of each style."""
