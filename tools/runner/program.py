"""Which Terraform or OpenTofu runs, as a text that is another one once another program takes its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.provider import terraform_binary

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["program_facts"]


def program_facts(environment: Mapping[str, str]) -> str:
    """Return path, size and time of change (nanoseconds) of the program; nothing where there is none.

    Args:
        environment: Environment of Terraform.
    """
    binary = shutil.which(terraform_binary(environment), path=environment.get("PATH"))
    if not binary:
        return ""
    program = Path(binary).resolve()
    status = program.stat()
    return f"{program} {status.st_size} {status.st_mtime_ns}"
