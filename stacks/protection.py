"""Which realms Terraform refuses to destroy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stacks.given_keycloak import is_started_here
from stacks.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment

__all__ = ["DESTROY_VARIABLE", "is_protected"]

DESTROY_VARIABLE = "DESTROY"
"""Environment variable with the name of the one environment that may be destroyed."""


def is_protected(name: str, environment: Environment, process_environment: Mapping[str, str] | None = None) -> bool:
    """Tell whether Terraform shall refuse to destroy an environment's realm, or to replace it by one of another name.

    Args:
        name: Name of the environment.
        environment: What it declares: on the Keycloak that commands start, no realm is protected.
        process_environment: Defaults to that of this process.
    """
    variables = os.environ if process_environment is None else process_environment
    started_here = is_started_here(environment, variables, Repository.of(variables).dotenv)
    return not started_here and variables.get(DESTROY_VARIABLE) != name
