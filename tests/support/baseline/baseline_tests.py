"""Which test shows which row of the security baseline, read from the tests' own marks."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["BASELINE_FOLDER", "baseline_tests"]

BASELINE_FOLDER = ROOT / "tests" / "integration" / "security"
"""Where the tests stand."""


def baseline_tests(folder: Path = BASELINE_FOLDER) -> dict[str, tuple[int, ...]]:
    """Return the rows of every test below a folder, by the test's id without parameters; a test may have none."""
    return dict(sorted(_tests(folder)))


def _tests(folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    for path in folder.rglob("test_*.py"):
        name = path.relative_to(ROOT if path.is_relative_to(ROOT) else folder).as_posix()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{name}::{node.name}", tuple(_rows(node))


def _rows(function: ast.FunctionDef) -> Iterator[int]:
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.baseline":
            yield from (ast.literal_eval(argument) for argument in mark.args)
