"""The variables by which a command that deploys nothing reaches an environment's Keycloak."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.target import Target

__all__ = ["reaching_variables"]


def reaching_variables(target: Target) -> Mapping[str, str]:
    """Return the process environment; for a local environment with what `make deploy` generated.

    Args:
        target: The environment.

    Raises:
        ToolError: `KEYCLOAK_URL` is missing, or is another environment's.
    """
    if target.is_local:
        return {**os.environ, **read_local_secrets(target.repository.dotenv).values}
    target.check_server(os.environ)
    return os.environ
