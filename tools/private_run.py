"""What keeps secrets of a run from other users of the machine, and from whoever looks at the screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import keep_private

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stacks.repository import Repository

__all__ = ["asked_for_logs", "tighten", "warn_of_debug_output"]

# Terraform reads each of them; what it calls a level is in capitals or not.
_TERRAFORM_LEVELS = ("TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER")
# What goes between Terraform and a provider is written there, secrets included, without any level.
_WRITTEN_TO = "TF_LOG_SDK_PROTO_DATA_DIR"
_CDKTF_LEVEL = "CDKTF_LOG_LEVEL"
_CDKTF_TALKATIVE = frozenset({"DEBUG", "TRACE", "ALL"})
_QUIET = frozenset({"", "OFF"})
_DEBUG = "--debug"
# What earlier versions wrote for everybody to read: Terraform keeps the mode of a file that it writes anew.
_PATTERNS = ("terraform.*.tfstate", "terraform.*.tfstate.*", "cdktf.log", "cdktf.out/stacks/*/.terraform/*.tfstate*")


def tighten(repository: Repository) -> None:
    """Let nobody but the owner read the states, their backups and the logs that lie in a repository."""
    for pattern in _PATTERNS:
        for file in repository.root.glob(pattern):
            if file.is_file() and not file.is_symlink():
                keep_private(file)


def asked_for_logs(process_environment: Mapping[str, str]) -> list[str]:
    """Return the variables, with their values, by which somebody asks Terraform for its logs.

    Args:
        process_environment: Variables of the caller.
    """
    asked = [name for name in _TERRAFORM_LEVELS if process_environment.get(name, "").upper() not in _QUIET]
    asked += [_WRITTEN_TO] if process_environment.get(_WRITTEN_TO) else []
    return [f"{name}={process_environment[name]}" for name in asked]


def warn_of_debug_output(arguments: Sequence[str], process_environment: Mapping[str, str]) -> None:
    """Say in one line on standard error that what comes will hold secrets, where debug output was asked for.

    Args:
        arguments: Arguments of `cdktf` or `terraform`.
        process_environment: Variables of the caller.
    """
    asked = asked_for_logs(process_environment)
    if process_environment.get(_CDKTF_LEVEL, "").upper() in _CDKTF_TALKATIVE:
        asked.append(f"{_CDKTF_LEVEL}={process_environment[_CDKTF_LEVEL]}")
    if _DEBUG in arguments:
        asked.append(_DEBUG)
    if asked:
        print(  # noqa: T201 - a warning that a person reads
            f"warning: with {' and '.join(asked)}, passwords, secrets and tokens are printed and logged in plain text: "
            "keep the output to yourself, and leave this out afterwards",
            file=sys.stderr,
        )
