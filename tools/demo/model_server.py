"""A real model server: Seldon's MLServer with scikit-learn models, by the Open Inference Protocol v2."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.paths import CACHE, LOGS
from tools.bootstrap.python_environment import ensure_python_environment
from tools.bootstrap.quiet_run import run_quietly
from tools.demo.ports import any_free_port
from tools.errors import ToolError
from tools.project import ROOT
from tools.supervised import answers, running

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["install_model_server", "model_server", "train_models"]

_HOME = CACHE / "model-server"
_PYTHON = _HOME / "bin" / "python"
_PINS = Path(__file__).with_name("model-server-requirements.txt")
# MLServer 1.7 takes no newer Python.
_PYTHONS = ("3.11", "3.12")


def install_model_server() -> None:
    """Give MLServer a Python environment of its own: it is large, and holds back packages that the project has newer.

    Raises:
        ToolError: There is no Python that it runs on, or a step fails.
    """
    ensure_python_environment(_HOME, _PINS, "the model server (375 MB)", python=_suitable_python())


def train_models(repository: Path) -> str:
    """Train the example models.

    Args:
        repository: Folder that gets one folder a model.

    Returns:
        A line a model: its name, and its score on unseen rows.

    Raises:
        ToolError: The training fails.
    """
    command = [str(_PYTHON), "-m", "tools.demo.train", str(repository)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return run_quietly(command, "Training the models", environment, LOGS / "model-training.log", cwd=ROOT)


@contextmanager
def model_server(
    repository: Path, *, port: int, grpc_port: int | None = None, log: Path = LOGS / "model-server-run.log"
) -> Iterator[str]:
    """Serve a repository on loopback until the block ends; yield its base URL.

    Args:
        repository: From `train_models`.
        port: Where it answers.
        grpc_port: Where it answers by gRPC; left out, somewhere: that cannot be switched off.
        log: What it prints.

    Raises:
        ToolError: It does not start.
    """
    settings = {
        "host": "127.0.0.1",
        "http_port": port,
        "grpc_port": grpc_port or any_free_port(),
        "metrics_endpoint": None,
        "parallel_workers": 0,
        "debug": False,
    }
    (repository / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    url = f"http://127.0.0.1:{port}"
    command = [str(_PYTHON), "-c", "from mlserver.cli import main; main()", "start", str(repository)]
    with running("the model server", command, ready=answers(f"{url}/v2/health/ready"), folder=repository, log=log):
        yield url


def _suitable_python() -> str:
    major, minor, *_ = sys.version_info
    if f"{major}.{minor}" in _PYTHONS:
        return sys.executable
    found = next(filter(None, (shutil.which(f"python{version}") for version in _PYTHONS)), None)
    if found is None:
        raise ToolError(
            f"the model server does not run on Python {major}.{minor}: install Python {' or '.join(_PYTHONS)} beside it"
        )
    return found
