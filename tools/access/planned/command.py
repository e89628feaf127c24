"""`access diff --plan`: plans as Terraform saved them, or their JSON, compared by environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tools.access.planned.difference import planned_difference
from tools.access.planned.stack import PlannedStack
from tools.access.reading import EVERYTHING
from tools.errors import ToolError
from tools.guardrails.planned_code import planned_code
from tools.guardrails.saved_plan import plan_document
from tools.project import repository_of
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constructs_lib.review.difference import Difference

__all__ = ["planned_differences"]

_CODE = "cdk.tf.json"
_LAYER = re.compile(r"(.+?)-(?:models|shared|team-.+)")


def planned_differences(
    files: Sequence[Path], process_environment: Mapping[str, str]
) -> tuple[dict[str, Difference], str]:
    """Read plans, and compare before and after of their apply.

    Nothing of them is kept: a saved plan holds the secrets of its variables.

    Args:
        files: A plan for each stack.
        process_environment: Variables of the caller.

    Returns:
        Each environment's difference by name, and what is compared, in words.

    Raises:
        ToolError: One of them cannot be read, is no plan, or is of the same stack as another (exit 2).
    """
    read: dict[str, tuple[Path, PlannedStack]] = {}
    for file in files:
        name = _stack_name(file)
        if name in read:
            raise ToolError(f"{file}: {read[name][0]} is a plan of stack '{name}' too: give one of them", exit_code=2)
        try:
            read[name] = file, PlannedStack.of(name, plan_document(file, process_environment), planned_code(file))
        except ValueError as error:
            raise ToolError(f"{file}: {error}", exit_code=2) from None
    stacks = [stack for _, stack in read.values()]
    realms = {stack.name for stack in stacks if any(each.type == "keycloak_realm" for each in stack.instances)}
    grouped: dict[str, list[PlannedStack]] = {}
    for stack in stacks:
        grouped.setdefault(_environment(stack.name, realms), []).append(stack)
    files_of = EnvironmentFiles.of(repository_of(process_environment), features=EVERYTHING)
    found = {name: planned_difference(grouped[name], owners=_owners(files_of, name)) for name in sorted(grouped)}
    return found, f"plan of {', '.join(stack.name for stack in stacks)}"


def _owners(files: EnvironmentFiles, name: str) -> dict[str, str | None]:
    """Return who owns the models, as the environment's files say now, where they are here: no plan knows it."""
    if name not in files.names():
        return {}
    try:
        return {model: props.owner for model, props in files.load(name).models.items()}
    except EnvironmentFileError:
        tell(f"environment '{name}': its files cannot be read, so that nothing is said of whose models these are")
        return {}


def _stack_name(file: Path) -> str:
    """Return the name of a plan's stack: that of its folder, or of the file where it lies elsewhere."""
    folder = file.resolve().parent
    return folder.name if (folder / _CODE).is_file() else file.name.partition(".")[0]


def _environment(stack: str, realms: set[str]) -> str:
    if stack in realms:
        return stack
    owners = [realm for realm in realms if stack.startswith(f"{realm}-")]
    layer = _LAYER.fullmatch(stack)
    return max(owners, key=len) if owners else layer[1] if layer else stack
