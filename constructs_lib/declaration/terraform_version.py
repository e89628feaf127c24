"""Which Terraform or OpenTofu applies what is synthesized here."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess

__all__ = ["WRITE_ONLY_SINCE", "terraform_has_write_only_arguments"]

WRITE_ONLY_SINCE = (1, 11)
"""First version of Terraform, and of OpenTofu, with write-only arguments."""

_TIMEOUT_S = 60


def terraform_has_write_only_arguments() -> bool:
    """Whether the Terraform on PATH, or what `TERRAFORM_BINARY_NAME` names, has write-only arguments.

    Where there is none, the stacks are applied elsewhere: their `required_version` says there what they need.
    """
    return _has_write_only_arguments(os.environ.get("TERRAFORM_BINARY_NAME") or "terraform")


@functools.cache
def _has_write_only_arguments(binary: str) -> bool:
    try:
        result = subprocess.run(
            [binary, "version", "-json"],
            capture_output=True,
            check=True,
            env={**os.environ, "CHECKPOINT_DISABLE": "1"},  # it would call home
            timeout=_TIMEOUT_S,
        )
        version = re.match(r"(\d+)\.(\d+)", json.loads(result.stdout)["terraform_version"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        version = None
    return version is None or (int(version[1]), int(version[2])) >= WRITE_ONLY_SINCE
