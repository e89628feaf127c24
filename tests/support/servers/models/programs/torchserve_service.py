"""TorchServe with two models that multiply numbers. Runs in a Python that has `torchserve`.

Models of plain Python need no torch, and PyPI's is 900 MB, with CUDA beside it; but TorchServe's workers ask whether an
answer is a tensor. They get a module of that name in which no answer is one: all else is TorchServe's own.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

_TORCH = """\
class Tensor:
    pass
"""
_HANDLER = """\
def handle(data, context):
    return [FACTOR * float(row.get("body", row.get("data"))) for row in data] if data else []
"""


def main(folder: Path, port: str, management_port: str) -> None:
    """Write the models as unpacked archives, and become the server."""
    names = {"doubled": 2, "tripled": 3}
    for name, factor in names.items():
        store = folder / "models" / name
        (store / "MAR-INF").mkdir(parents=True)
        (store / "handler.py").write_text(_HANDLER.replace("FACTOR", str(factor)), encoding="utf-8")
        model = {"handler": "handler.py:handle", "modelName": name, "modelVersion": "1.0"}
        manifest = {
            "runtime": "python",
            "model": model,
            "archiverVersion": "0.12.0",
            "createdOn": "27/11/2026 10:00:00",
        }
        (store / "MAR-INF" / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "python").mkdir()
    (folder / "python" / "torch.py").write_text(_TORCH, encoding="utf-8")
    settings = {
        "inference_address": f"http://127.0.0.1:{port}",
        "management_address": f"http://127.0.0.1:{management_port}",
        "metrics_address": f"http://127.0.0.1:{_free_port()}",
        "grpc_inference_port": _free_port(),
        "grpc_management_port": _free_port(),
        "model_store": folder / "models",
        "load_models": ",".join(names),
        "default_workers_per_model": 1,
        "disable_token_authorization": "true",
        "number_of_netty_threads": 2,
        "system_metrics_cmd": "true",
    }
    lines = [f"{name}={value}" for name, value in settings.items()]
    (folder / "config.properties").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["torchserve", "--start", "--foreground", "--ts-config", str(folder / "config.properties"), "--ncs"]
    environment = {**os.environ, "PYTHONPATH": str(folder / "python")}
    os.execvpe(command[0], command, environment)  # noqa: S606 - no shell


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
