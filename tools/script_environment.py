"""Variables of the Pipfile's scripts: what Pipenv does with the product's `.env`, for other repositories too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacks.repository import Repository
from tools.local_secrets import read_local_secrets
from tools.project import repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["script_environment"]

_TRUE = frozenset({"1", "true", "yes", "on", "t", "y"})


def script_environment(process_environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return a script's variables.

    Pipenv loads the `.env` beside the Pipfile, over what the caller exports. For another repository, its own `.env` is
    loaded in place of the product's, whose secrets are those of another realm.

    Args:
        process_environment: Variables as Pipenv hands them over; `PIPENV_DONT_LOAD_ENV` leaves each `.env` out.

    Raises:
        ToolError: `ENVIRONMENTS` names no repository, or a `.env` cannot be read (exit 2).
    """
    repository = repository_of(process_environment)
    left_out = process_environment.get("PIPENV_DONT_LOAD_ENV", "").lower() in _TRUE
    if repository.is_product or left_out:
        return process_environment
    of_product = read_local_secrets(Repository().dotenv).values
    given = {name: value for name, value in process_environment.items() if of_product.get(name) != value}
    return {**given, **read_local_secrets(repository.dotenv).values}
