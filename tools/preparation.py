"""Synthesize an environment; on this machine also start its Keycloak, and make the secrets that are missing."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

from constructs_lib.declaration.secret_names import SMTP_PASSWORD, given_secret_names
from stacks.kept import KeptProps
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.declared_address import other_address
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_generated, ensure_local_secrets
from tools.reaching import of_given, of_project, tell_given
from tools.readiness import check_settings
from tools.runner.screen import tell
from tools.synthesis import begun, synthesize
from tools.synthesized_stack import required_variables
from tools.target import Target, load_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.choice import Choice
    from tools.synthesis import Synthesis

__all__ = ["prepare", "prepared"]


def prepare(target: Target) -> Mapping[str, str]:
    """Synthesize; for a local environment also start its Keycloak and make the secrets that are missing.

    Args:
        target: The environment.

    Returns:
        The process environment of the commands that reach its Keycloak.

    Raises:
        ToolError: Something that was declared, set or needed is wrong or missing.
    """
    synthesize(os.environ, target)
    return _reaching(target)


def prepared(
    name: str, choice: Choice, synthesis: Synthesis | None
) -> tuple[Target, tuple[str, ...], Mapping[str, str]]:
    """Load an environment and prepare it as `prepare` does, while the app runs.

    Args:
        name: Name of the environment.
        choice: What it is about.
        synthesis: The app, where it runs already.

    Returns:
        The environment, the stacks that are meant, and what `prepare` returns.

    Raises:
        ToolError: As for `prepare`.
    """
    with nullcontext(synthesis) if synthesis else begun(os.environ) as running:
        target = load_target(name)
        stacks = choice.stacks(target)
        # On this machine secrets are generated: what is missing elsewhere is all that is said then.
        running.finish(target, None if target.is_on_loopback else lambda: check_settings(stacks, [target], os.environ))
    return target, stacks, _reaching(target)


def _reaching(target: Target) -> Mapping[str, str]:
    if target.is_local:
        return _started(target)
    if not target.is_on_loopback:
        tell_given(target.given_url)
        return os.environ
    target.check_server(os.environ)
    KeycloakAdmin.from_environment(os.environ)  # before secrets are generated: has the caller any credentials?
    tell_given(target.given_url)
    asked = [name for name in _secret_names(target) if not os.environ.get(f"TF_VAR_{name}")]
    return of_given(target, ensure_generated(target.repository.dotenv, asked).values)


def _started(target: Target) -> Mapping[str, str]:
    server = KeycloakServer.from_environment(os.environ, target.repository)
    server.start()
    for line in other_address(target, server.url):
        tell(line)
    secrets = ensure_local_secrets(
        target.repository.dotenv, keycloak_url=server.url, secret_variables=_secret_names(target)
    )
    return of_project(os.environ, secrets.values)


def _secret_names(target: Target) -> list[str]:
    """Return the variables whose secrets may be generated."""
    given = given_secret_names(target.environment)
    if target.environment.kept != KeptProps():  # an adopted realm's mail server knows its password already
        given |= {SMTP_PASSWORD}
    return [
        variable.name
        for stack in target.stacks
        for variable in required_variables(target.repository.stack_folder(stack))
        if variable.name not in given
    ]
