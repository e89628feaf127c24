"""Triton Inference Server with two models that multiply numbers. Runs in a Python that has `nvidia-pytriton`.

The package has the server, its Python backend and a stub for each version of Python. The models are written here, since
the package's own way to make them needs the standard library of the stub's Python.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

_MODEL = """\
import triton_python_backend_utils as backend


class TritonPythonModel:
    def execute(self, requests):
        numbers = [backend.get_input_tensor_by_name(request, "numbers").as_numpy() for request in requests]
        return [backend.InferenceResponse([backend.Tensor("multiplied", FACTOR * each)]) for each in numbers]
"""
_CONFIG = """\
backend: "python"
max_batch_size: 0
input { name: "numbers" data_type: TYPE_FP32 dims: -1 }
output { name: "multiplied" data_type: TYPE_FP32 dims: -1 }
instance_group { kind: KIND_CPU }
"""


def main(folder: Path, http_port: str, grpc_port: str) -> None:
    """Write the models, and become the server."""
    for name, factor in {"doubled": 2, "tripled": 3}.items():
        (folder / "models" / name / "1").mkdir(parents=True)
        (folder / "models" / name / "config.pbtxt").write_text(_CONFIG, encoding="utf-8")
        program = _MODEL.replace("FACTOR", str(factor))
        (folder / "models" / name / "1" / "model.py").write_text(program, encoding="utf-8")
    spec = find_spec("pytriton")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    server, version = package / "tritonserver", f"{sys.version_info.major}.{sys.version_info.minor}"
    shutil.copytree(server / "backends", folder / "backends")
    shutil.copy(
        server / "python_backend_stubs" / version / "triton_python_backend_stub", folder / "backends" / "python"
    )
    command = [
        str(server / "bin" / "tritonserver"),
        f"--model-repository={folder / 'models'}",
        f"--backend-directory={folder / 'backends'}",
        "--http-address=127.0.0.1",
        f"--http-port={http_port}",
        "--grpc-address=127.0.0.1",
        f"--grpc-port={grpc_port}",
        "--allow-metrics=false",
        "--model-control-mode=explicit",
        "--load-model=*",
    ]
    libraries = str(package.parent / "nvidia_pytriton.libs")
    os.execve(command[0], command, {**os.environ, "LD_LIBRARY_PATH": libraries})  # noqa: S606 - no shell


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
