"""What a synthesized stack asks of its operator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["RequiredVariable", "count_resources", "missing_variables", "required_variables"]


@dataclass(frozen=True, order=True)
class RequiredVariable:
    """A Terraform variable without default.

    Attributes:
        name: Its name; the operator sets `TF_VAR_<name>`.
        description: What it is.
        sensitive: It is a secret.
    """

    name: str
    description: str
    sensitive: bool


def count_resources(stack: Path) -> int:
    """Count what Terraform will manage: a resource with `for_each` once for each entry of its local value.

    Args:
        stack: Folder of the stack.
    """
    body = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    resources = [resource for named in body.get("resource", {}).values() for resource in named.values()]
    return sum(
        len(body["locals"][resource["for_each"].removeprefix("${local.").removesuffix("}")])
        if "for_each" in resource
        else 1
        for resource in resources
    )


def required_variables(stack: Path) -> tuple[RequiredVariable, ...]:
    """Read the variables without default of a synthesized stack.

    Args:
        stack: Folder of the stack, `cdktf.out/stacks/<name>`.
    """
    variables = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8")).get("variable", {})
    return tuple(
        RequiredVariable(name, body.get("description", ""), bool(body.get("sensitive")))
        for name, body in sorted(variables.items())
        if "default" not in body
    )


def missing_variables(variables: Sequence[RequiredVariable], environment: Mapping[str, str]) -> None:
    """Check that the operator set every required variable.

    Raises:
        ToolError: Some are missing; the message names them all.
    """
    missing = [variable for variable in variables if not environment.get(f"TF_VAR_{variable.name}")]
    if missing:
        named = ", ".join(f"TF_VAR_{variable.name} ({variable.description.lower()})" for variable in missing)
        raise ToolError(f"set in the environment: {named}", exit_code=2)
