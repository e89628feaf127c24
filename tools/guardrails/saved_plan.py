"""Read a plan that `terraform plan -out` saved."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.plan import Plan
from tools.bootstrap.provider import terraform_binary
from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError
from tools.guardrails.planned_code import with_code
from tools.project import repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["SavedPlan", "plan_document", "read_saved_plan"]

_JSON = b"{"
# What the provider logs in with, and what Terraform takes as variables.
_SECRETS = ("KEYCLOAK_", "TF_VAR_")


@dataclass(frozen=True)
class SavedPlan:
    """A plan, and the stack that it is of.

    Attributes:
        stack: Name of the stack.
        plan: What Terraform has computed.
    """

    stack: str
    plan: Plan


def read_saved_plan(file: Path, process_environment: Mapping[str, str], *, stack: str | None = None) -> SavedPlan:
    """Read a plan as Terraform saved it, or as `terraform show -json` prints it.

    Nothing of it is printed or kept: a saved plan holds the secrets of its variables.

    Args:
        file: The plan.
        process_environment: Variables of the caller.
        stack: Name of its stack; left out, that of the folder which holds the file: `cdktf.out/stacks/<stack>/`.

    Raises:
        ToolError: The file cannot be read, or is no plan.
    """
    name = stack or file.resolve().parent.name
    document = plan_document(file, process_environment)
    try:
        synthesized = repository_of(process_environment).stack_folder(name) / "cdk.tf.json"
        return SavedPlan(name, with_code(Plan.of_json(document), file, synthesized, document))
    except ValueError as error:
        raise ToolError(f"{file}: {error}", exit_code=2) from None


def plan_document(file: Path, process_environment: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    """Return what `terraform show -json` prints of a plan, or printed before.

    Args:
        file: The plan as Terraform saved it, or as it printed it.
        process_environment: Variables of the caller.

    Raises:
        ToolError: The file cannot be read, or is no plan.
    """
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise ToolError(f"{file}: cannot be read: it is a device or a pipe: give a file", exit_code=2)
    try:
        with file.open("rb") as stream:
            is_json = stream.read(1) == _JSON
        return json.loads(file.read_bytes() if is_json else _shown(file, process_environment))
    except OSError as error:
        raise ToolError(f"{file}: cannot be read: {error.strerror}", exit_code=2) from None
    except (ValueError, RecursionError):  # it is no JSON, no text, or nested without end
        raise ToolError(f"{file}: it is not a plan: write it with terraform plan -out=FILE", exit_code=2) from None


def _shown(file: Path, process_environment: Mapping[str, str]) -> bytes:
    """Let Terraform print it, in its stack's folder: there it finds the provider's schema.

    Terraform starts whatever program is in that folder as the provider, so no other folder will do. The program
    says its schema without anybody's secrets.
    """
    folder = file.resolve().parent
    repository = repository_of(process_environment)
    stacks = repository.outdir / "stacks"
    if folder.parent != stacks.resolve():
        raise ToolError(
            f"{file}: Terraform starts the provider that is in the folder of a saved plan, and only one below "
            f"{repository.show(stacks)} is ours: plan there, or give the plan's JSON, with STACK",
            exit_code=2,
        )
    known = {name: value for name, value in process_environment.items() if not name.startswith(_SECRETS)}
    command = [terraform_binary(process_environment), "show", "-json", f"./{file.resolve().name}"]
    shown = subprocess.run(
        command,
        cwd=folder,
        env=tool_environment(known),
        capture_output=True,
        check=False,
    )
    if shown.returncode:
        raise ToolError(
            f"{file}: Terraform cannot read it as a plan: save it with terraform plan -out in the folder of its stack, "
            "and leave it there",
            exit_code=2,
        )
    return shown.stdout
