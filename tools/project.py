"""Where things stand in the checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["DOTENV", "KEYS", "ROOT", "stack_folder"]

ROOT = Path(__file__).resolve().parent.parent
"""Root of the checkout."""

DOTENV = ROOT / ".env"
"""Secrets of the local environment; Pipenv loads it."""

KEYS = ROOT / ".keys"
"""Private keys that `make rotate` made, until they are handed over."""


def stack_folder(name: str) -> Path:
    """Return the folder that a stack is synthesized into."""
    return ROOT / "cdktf.out" / "stacks" / name
