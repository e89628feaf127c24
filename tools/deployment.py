"""Deploy an environment, and prove the result; or destroy it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stacks.environment_files import EnvironmentFiles
from stacks.kept import KeptProps
from stacks.protection import DESTROY_VARIABLE
from stacks.stack_names import StackNames
from tools.adopt.import_list import import_list_file
from tools.choice import EVERYTHING, Choice
from tools.errors import ToolError
from tools.invitations import invite_new
from tools.joined_realm import shortfalls
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.registrations import check_registrations
from tools.preparation import prepared
from tools.proof import prove
from tools.readiness import check_ready
from tools.realm_attributes import foreign_attributes
from tools.renames import due_renames, held_by_its_stack, removable_renames, replacements
from tools.runner.approval import Consent
from tools.runner.deploy import Deployment
from tools.runner.destroy import Destruction
from tools.runner.run import Run
from tools.runner.screen import tell
from tools.runner.stacks import declared_stacks, read_stacks
from tools.stale_urls import take_back_urls
from tools.synthesis import synthesize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tools.runner.gate import PlanGate
    from tools.runner.stacks import Stack
    from tools.synthesis import Synthesis
    from tools.target import Target

__all__ = ["deploy", "deploy_stacks", "destroy", "diff"]


def deploy(
    name: str, choice: Choice = EVERYTHING, synthesis: Synthesis | None = None, gate: PlanGate | None = None
) -> int:
    """Apply an environment, show what its tokens say, and invite people who are new.

    A local environment gets its Keycloak started and its secrets generated once.

    Args:
        name: Name of the environment.
        choice: What it is about.
        synthesis: The app, where it runs already.
        gate: Lets what was reviewed pass, and agrees to it; None where a person is asked.

    Returns:
        0, or 1 where a stack failed.

    Raises:
        ToolError: Something that was declared, set or needed is wrong or missing, or not agreed to.
    """
    target, stacks, process_environment = prepared(name, choice, synthesis)
    code = deploy_stacks(target, process_environment, stacks, choice, gate)
    if code == 0:
        _say(take_back_urls(target.environment, KeycloakAdmin.from_environment(process_environment)))
        _say(removable_renames(target.environment, name, EnvironmentFiles.of(target.repository)))
        if stacks == target.stacks:
            import_list_file(target.repository.environments, name).unlink(missing_ok=True)
        prove(target, process_environment)
        invite_new(target, process_environment)
    return code


def deploy_stacks(
    target: Target,
    process_environment: Mapping[str, str],
    stacks: Sequence[str],
    choice: Choice = EVERYTHING,
    gate: PlanGate | None = None,
) -> int:
    """Apply some stacks of an environment that `prepare` has prepared.

    Args:
        target: The environment.
        process_environment: What `prepare` returned.
        stacks: Names of the stacks.
        choice: What was answered beforehand.
        gate: As for `deploy`.

    Returns:
        As `deploy`.

    Raises:
        ToolError: As for `deploy`.
    """
    deployment = _deployment("deploy", target, process_environment, stacks, choice, gate=gate)
    check_registrations(target.environment, deployment.run.admin, is_ours=target.is_local)
    _say(shortfalls(target.environment, deployment.run.admin))
    _say(foreign_attributes(target.environment, deployment.run.admin))
    return deployment.deploy()


def destroy(name: str, choice: Choice = EVERYTHING, synthesis: Synthesis | None = None) -> int:
    """Remove what `deploy` made; the local Keycloak itself stays.

    Args:
        name: Name of the environment.
        choice: What it is about.
        synthesis: The app, where it runs already.

    Returns:
        As `deploy`.

    Raises:
        ToolError: As for `deploy`.
    """
    target, names, process_environment = prepared(name, choice, synthesis)
    if target.environment.kept != KeptProps() and choice.confirm != name:
        raise ToolError(
            f"realm '{target.environment.realm.name}' was adopted: it would go with everybody who was in it before: if "
            f"that is meant, set CONFIRM={name}",
            exit_code=2,
        )
    check_ready(names, [target], process_environment)
    if target.is_local:
        return _destruction(target, process_environment, names, None).destroy()
    consent = _consent(target, choice)
    # Without what protects the realm; it comes back if nobody agrees, or something goes wrong.
    synthesize({**os.environ, DESTROY_VARIABLE: name}, target)
    try:
        return _destruction(target, process_environment, names, consent).destroy()
    finally:
        synthesize(os.environ, target)


def _destruction(
    target: Target, process_environment: Mapping[str, str], names: Sequence[str], consent: Consent | None
) -> Destruction:
    return Destruction(
        run=Run("destroy", target.name, target.repository, process_environment, target.is_local),
        stacks=read_stacks(target.repository.outdir, names),
        declared=declared_stacks(target.repository.outdir),
        realm=_realm(target, names),
        realm_name=target.environment.realm.name,
        consent=consent,
        owns_realm=not target.environment.realm.is_joined,
    )


def diff(
    name: str, choice: Choice = EVERYTHING, synthesis: Synthesis | None = None, gate: PlanGate | None = None
) -> int:
    """Show what `deploy` would change.

    Args:
        name: Name of the environment.
        choice: What it is about.
        synthesis: The app, where it runs already.
        gate: Sees the plans while Terraform's files are there.

    Returns:
        0, or 1 where a stack cannot be planned.

    Raises:
        ToolError: As for `deploy`.
    """
    target, stacks, process_environment = prepared(name, choice, synthesis)
    deployment = _deployment("diff", target, process_environment, stacks, choice, gate=gate)
    _say(shortfalls(target.environment, deployment.run.admin))
    _say(foreign_attributes(target.environment, deployment.run.admin))
    _say(replacements(target.environment))
    return deployment.diff()


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        tell(line)


def _deployment(
    command: str,
    target: Target,
    process_environment: Mapping[str, str],
    names: Sequence[str],
    choice: Choice,
    *,
    gate: PlanGate | None,
) -> Deployment:
    check_ready(names, [target], process_environment)
    confirmed = {"CONFIRM": choice.confirm} if choice.confirm else {}
    outdir = target.repository.outdir
    run = Run(command, target.name, target.repository, {**process_environment, **confirmed}, target.is_local)
    return Deployment(
        run=run,
        stacks=read_stacks(outdir, names),
        consent=Consent.to_all(target.name) if gate else _consent(target, choice),
        declared=declared_stacks(outdir),
        realm=_realm(target, names),
        realm_name=target.environment.realm.name,
        environment=target.environment,
        gate=gate,
        only_changed=choice.changed,
        plan_all=choice.replan,
        renames=due_renames(
            target.environment,
            run.admin,
            lambda rename: held_by_its_stack(rename, target.environment, target.name, target.repository),
        ),
    )


def _consent(target: Target, choice: Choice) -> Consent:
    return Consent(target.name, approved=choice.approve or target.is_local, confirmed=choice.confirm or None)


def _realm(target: Target, names: Sequence[str]) -> Stack | None:
    """Return the stack that holds the realm, where the whole environment is meant."""
    if tuple(names) != target.stacks:
        return None
    realm = StackNames(target.name).realm
    return read_stacks(target.repository.outdir, [realm])[0]
