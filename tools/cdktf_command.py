"""Run the CDK's command line: checks first, then `cdktf` or `cdktn` with what it needs in its environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import PRIVATE_UMASK
from tools.bootstrap.cdk import cdk_of
from tools.bootstrap.provider import terraform_binary
from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError
from tools.private_run import tighten, warn_of_debug_output
from tools.project import ROOT, from_caller, repository_of
from tools.readiness import check_ready, named_stacks
from tools.recovery.local_state import restore_state
from tools.recovery.provider_lock import drop_outdated_lock
from tools.recovery.takeover import forget_imports
from tools.renames import replacements
from tools.synthesis import synthesize
from tools.target import targets_of_stacks
from tools.witness import witnessing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stacks.repository import Repository

__all__ = ["run_cdktf", "run_terraform"]

# Commands that reach Keycloak, and so are checked before Terraform starts.
_REACHING = frozenset({"deploy", "apply", "diff", "plan", "destroy"})
_APPLYING = frozenset({"deploy", "apply"})
_OUTPUTS_FILE = "--outputs-file"
_WRITING_FOR_OTHERS = frozenset({"synth", "synthesize", "get"})
_READING_FILES = frozenset({"synth", "synthesize", *_REACHING})


def run_cdktf(arguments: Sequence[str], process_environment: Mapping[str, str], *, synthesized: bool = False) -> int:
    """Run `cdktf` as a person would, with one clear line for what would fail half-way.

    Args:
        arguments: Arguments of `cdktf`, its command first.
        process_environment: Variables of the caller.
        synthesized: `cdktf.out/` is current.

    Returns:
        Exit code of `cdktf`.

    Raises:
        ToolError: A file is wrong, a variable is missing, or Keycloak cannot be used.
    """
    command = next((argument for argument in arguments if not argument.startswith("-")), "")
    options: list[str] = []
    asks_for_help = not {"--help", "-h"}.isdisjoint(arguments)
    # For `synth` as well: what `cdktf` says of an app that failed is hard to read.
    if command in _READING_FILES and not asks_for_help and not synthesized:
        synthesize(process_environment)
    if command in _REACHING and not asks_for_help:
        options = ["--skip-synth"]
        if command in _APPLYING and len(_stacks(arguments)) == 1:
            # A team deploys its own stack alone, on top of those that stand. With several, this would lose their order.
            options.append("--ignore-missing-stack-dependencies")
        named = named_stacks(arguments, process_environment)
        targets = targets_of_stacks(named, process_environment) if named else []
        check_ready(named, targets, process_environment)
        for line in (line for target in targets for line in replacements(target.environment)):
            print(line, file=sys.stderr)  # noqa: T201 - what a person reads before the plan
    repository = repository_of(process_environment)
    variables = {**process_environment, **_places(repository, command)}
    warn_of_debug_output(arguments, process_environment)
    tighten(repository)
    if command in _REACHING:
        _clear_up(repository, variables)
    try:
        # Gateways run as other users, who read the files that `synth` writes for them; no secret stands in those.
        umask = -1 if command in _WRITING_FOR_OTHERS else PRIVATE_UMASK
        cdk = [cdk_of(process_environment).name, *_from_caller(arguments), *options]
        return _run(cdk, variables, umask)
    finally:
        tighten(repository)


def run_terraform(arguments: Sequence[str], process_environment: Mapping[str, str]) -> int:
    """Run Terraform, or what `TERRAFORM_BINARY_NAME` names, where the caller stands.

    Args:
        arguments: Arguments of `terraform`.
        process_environment: Variables of the caller.

    Returns:
        Exit code of `terraform`.
    """
    command = [terraform_binary(process_environment), *arguments]
    warn_of_debug_output(arguments, process_environment)
    tighten(repository_of(process_environment))
    environment = tool_environment(process_environment)
    return subprocess.run(command, env=environment, umask=PRIVATE_UMASK, check=False).returncode


def _clear_up(repository: Repository, process_environment: Mapping[str, str]) -> None:
    """Take away what an interrupted run, or an earlier provider, left in the stacks' folders."""
    for folder in sorted((repository.outdir / "stacks").glob("*/")):
        forget_imports(folder)
        restore_state(folder, lambda line: print(line, file=sys.stderr))  # noqa: T201 - what a person reads
        drop_outdated_lock(folder, process_environment)


def _places(repository: Repository, command: str) -> dict[str, str]:
    """Return the variables by which `cdktf`, which runs in the checkout, finds another repository's stacks."""
    if repository.is_product:
        return {}
    # Of `cdktf get` the option is about bindings.
    output = {} if command == "get" else {"CDKTF_OUTPUT": str(repository.outdir)}
    return {**output, "CDKTF_LOG_FILE_DIRECTORY": str(repository.root)}


def _from_caller(arguments: Sequence[str]) -> list[str]:
    """Let the file of outputs lie where the caller means it: `cdktf` runs in the checkout."""
    result = list(arguments)
    for index, argument in enumerate(arguments):
        option, given, file = argument.partition("=")
        if option == _OUTPUTS_FILE and given:
            result[index] = f"{option}={from_caller(Path(file)).absolute()}"
        elif option == _OUTPUTS_FILE and index + 1 < len(arguments):
            result[index + 1] = str(from_caller(Path(arguments[index + 1])).absolute())
    return result


def _stacks(arguments: Sequence[str]) -> list[str]:
    return [argument for argument in arguments if not argument.startswith("-")][1:]


def _run(command: Sequence[str], process_environment: Mapping[str, str], umask: int) -> int:
    environment = tool_environment(process_environment)
    try:
        with witnessing(environment) as witness:
            code = subprocess.run(command, cwd=ROOT, env=witness.variables, umask=umask, check=False).returncode
            killed = witness.killed()
    except FileNotFoundError:
        raise ToolError(f"{command[0]} is not installed: run make setup") from None
    for stack in killed:
        print(  # noqa: T201 - what a person reads
            f"stack {stack}: Terraform was killed before it was done: run the same command again", file=sys.stderr
        )
    return code or (1 if killed else 0)
