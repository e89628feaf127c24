"""Deploy an environment, and prove the result; or destroy it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from constructs_lib.declaration.secret_names import given_secret_names
from stacks.protection import DESTROY_VARIABLE
from tools.cdktf_command import check_ready, synthesize
from tools.invitations import invite_new
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_local_secrets
from tools.proof import prove
from tools.runner.approval import ask_to_apply
from tools.runner.run import Run
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
        0, or 1 where a stack failed.

    Raises:
        ToolError: Something that was declared, set or needed is wrong or missing.
    """
    target = load_target(name)
    process_environment = prepare(target)
    run = _run("deploy", target, process_environment)
    if not (approve or target.is_local):
        ask_to_apply("deploy", name)
    code = run.deploy()
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
        0, or 1 where a stack failed.

    Raises:
        ToolError: As for `deploy`.
    """
    target = load_target(name)
    run = _run("destroy", target, prepare(target))
    if target.is_local:
        return run.destroy()
    if not approve:
        ask_to_apply("destroy", name)
    # Once more, without what protects the realm: whoever got as far as this means it.
    synthesize({**os.environ, DESTROY_VARIABLE: name})
    return run.destroy()


def diff(name: str) -> int:
    """Show what `deploy` would change.

    Args:
        name: Name of the environment.

    Returns:
        0, or 1 where a stack failed.

    Raises:
        ToolError: As for `deploy`.
    """
    target = load_target(name)
    return _run("diff", target, prepare(target)).diff()


def _run(command: str, target: Target, process_environment: Mapping[str, str]) -> Run:
    check_ready(target.stacks, process_environment)
    return Run.of(command, target.name, target.stacks, target.repository, process_environment, is_local=target.is_local)


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
