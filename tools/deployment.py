"""Deploy an environment, and prove the result; or destroy it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from constructs_lib.declaration.secret_names import given_secret_names
from tools.cdktf_command import run_cdktf, synthesize
from tools.invitations import invite_new
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_local_secrets
from tools.proof import prove
from tools.synthesized_stack import required_variables
from tools.target import Target, load_target

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["deploy", "destroy", "diff", "prepare"]


def deploy(name: str, *, approve: bool) -> int:
    """Apply an environment, show what its tokens say, and invite people who are new.

    A local environment gets its Keycloak started and its secrets generated once.

    Args:
        name: Name of the environment.
        approve: Apply without asking; always so for a local environment.

    Returns:
        Exit code of `cdktf`.

    Raises:
        ToolError: Something that was declared, set or needed is wrong or missing.
    """
    target = load_target(name)
    process_environment = prepare(target)
    code = run_cdktf(_arguments("deploy", target, approve=approve), process_environment, synthesized=True)
    if code == 0:
        prove(target, process_environment)
        invite_new(target, process_environment)
    return code


def destroy(name: str, *, approve: bool) -> int:
    """Remove what `deploy` made; the local Keycloak itself stays.

    Args:
        name: Name of the environment.
        approve: Destroy without asking; always so for a local environment.

    Returns:
        Exit code of `cdktf`.

    Raises:
        ToolError: As for `deploy`.
    """
    target = load_target(name)
    process_environment = prepare(target)
    return run_cdktf(_arguments("destroy", target, approve=approve), process_environment, synthesized=True)


def diff(name: str) -> int:
    """Show what `deploy` would change.

    Args:
        name: Name of the environment.

    Returns:
        Exit code of the first `cdktf diff` that fails, or 0.

    Raises:
        ToolError: As for `deploy`.
    """
    target = load_target(name)
    process_environment = prepare(target)
    codes = (run_cdktf(["diff", stack], process_environment, synthesized=True) for stack in target.stacks)
    return next((code for code in codes if code), 0)


def _arguments(command: str, target: Target, *, approve: bool) -> list[str]:
    approval = ["--auto-approve"] if approve or target.is_local else []
    return [command, *target.stacks, *approval]


def prepare(target: Target) -> Mapping[str, str]:
    """Synthesize; for a local environment also start its Keycloak and make the secrets that are missing.

    Args:
        target: The environment.

    Returns:
        The process environment of the commands that reach its Keycloak.

    Raises:
        ToolError: As for `deploy`.
    """
    synthesize(os.environ)
    if not target.is_local:
        return os.environ
    server = KeycloakServer.from_environment(os.environ, target.repository)
    server.start()
    given = given_secret_names(target.environment)
    secrets = ensure_local_secrets(
        target.repository.dotenv,
        keycloak_url=server.url,
        secret_variables=[
            variable.name
            for stack in target.stacks
            for variable in required_variables(target.repository.stack_folder(stack))
            if variable.name not in given
        ],
    )
    return {**os.environ, **secrets.values}
