"""llama.cpp's OpenAI server with models of random weights. Runs in a Python that has `llama-cpp-python`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import llama_model
from llama_cpp.server.__main__ import main as serve


def main(folder: Path, port: str) -> None:
    """Write the models, and serve them."""
    file = folder / "tiny.gguf"
    llama_model.main(str(file))
    each = {"model": str(file), "n_ctx": 2048, "n_threads": 1, "n_threads_batch": 1, "verbose": False}
    models = [
        {**each, "model_alias": "qwen3:8b"},
        {**each, "model_alias": "meta-llama/Llama-3.1-8B"},
        {**each, "model_alias": "embedder", "embedding": True},
    ]
    settings = {"host": "127.0.0.1", "port": int(port), "models": models}
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    sys.argv = ["llama_cpp.server", "--config_file", str(folder / "settings.json")]
    serve()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
