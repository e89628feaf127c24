"""The checkout that the tools stand in, and the repository whose environments they are about."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stacks.environment_error import EnvironmentFileError
from stacks.repository import CALLER_VARIABLE, Repository
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ROOT", "from_caller", "reading_files", "remember_caller", "repository_of", "require_product"]

ROOT = Path(__file__).resolve().parent.parent
"""Root of the checkout: what the product is installed in. What users declare and deploy is a `Repository`'s."""


@contextmanager
def reading_files() -> Iterator[None]:
    """Turn faults of environment files into what a command ends with.

    Raises:
        ToolError: A file is wrong (exit 2).
    """
    try:
        yield
    except EnvironmentFileError as fault:
        raise ToolError(str(fault), exit_code=2) from None


def repository_of(process_environment: Mapping[str, str]) -> Repository:
    """Return the repository that a command is about.

    Raises:
        ToolError: `ENVIRONMENTS` names no such folder (exit 2).
    """
    with reading_files():
        return Repository.of(process_environment)


def require_product(process_environment: Mapping[str, str], command: str) -> None:
    """Refuse a command that is about the product's own environments.

    Raises:
        ToolError: `ENVIRONMENTS` names another repository (exit 2).
    """
    if not repository_of(process_environment).is_product:
        raise ToolError(f"{command} shows environments of the product itself: leave ENVIRONMENTS out", exit_code=2)


def remember_caller() -> None:
    """Keep the folder that the user stands in for processes that run in another one: relative paths start there."""
    os.environ.setdefault(CALLER_VARIABLE, str(Path.cwd()))


def from_caller(path: Path) -> Path:
    """Return a path that the user wrote, as this process must: relative ones start where the user stands."""
    caller = Path(os.environ.get(CALLER_VARIABLE) or Path.cwd())
    return path if caller == Path.cwd() else caller / path.expanduser()
