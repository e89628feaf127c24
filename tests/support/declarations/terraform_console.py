"""What Terraform itself makes of expressions: `terraform console`, without a provider or a state."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from tools.bootstrap.provider import terraform_binary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["REFUSED", "console"]

REFUSED = "refused by Terraform"
"""What stands for an expression that Terraform reads and then refuses."""


def console(folder: Path, expressions: Sequence[str], templates: Mapping[str, str] | None = None) -> list[Any]:
    """Return the value of each expression as Terraform computes it; sets are lists.

    Args:
        folder: An empty folder.
        expressions: The expressions.
        templates: Local values as they stand in Terraform JSON, by name.

    Raises:
        AssertionError: Terraform does not even read one of them.
    """
    (folder / "templates.tf.json").write_text(json.dumps({"locals": templates or {}}))
    tried = "".join(f'    try([{each}], "{REFUSED}"),\n' for each in expressions)
    (folder / "main.tf").write_text(f"locals {{\n  found = [\n{tried}  ]\n}}\n")
    run = subprocess.run(
        [terraform_binary(os.environ), "console"],
        cwd=folder,
        env={**os.environ, "CHECKPOINT_DISABLE": "1", "NO_COLOR": "1", "TF_CLI_CONFIG_FILE": os.devnull},
        input="jsonencode(local.found)\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    # The console writes a text as a quoted one of its language, where `${` stands for itself.
    return [each[0] if isinstance(each, list) else each for each in json.loads(json.loads(run.stdout))]
