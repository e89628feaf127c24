"""Where set-up reads and writes."""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "BINDINGS_ROOT",
    "CACHE",
    "LOGS",
    "NODE_BIN",
    "PIPENV",
    "ROOT",
    "TERRAFORM_CONFIG",
    "VENV",
]

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
LOGS = CACHE / "logs"
NODE_BIN = ROOT / "node_modules" / ".bin"
VENV = ROOT / ".venv"
PIPENV = CACHE / "pipenv" / "bin" / "pipenv"
TERRAFORM_CONFIG = CACHE / "terraformrc"
BINDINGS_ROOT = ROOT / "provider_bindings" / ".generated"
