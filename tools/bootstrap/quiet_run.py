"""Run a command as the library's generator does; a failure is a `ToolError`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from constructs_lib.bindings import quiet_run
from constructs_lib.bindings.quiet_run import DISK_FULL_CODES
from constructs_lib.bindings.step_error import MissingCommandError, StepError
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


__all__ = ["DISK_FULL_CODES", "disk_full", "run_quietly", "steps"]


@contextmanager
def steps() -> Iterator[None]:
    """Hand on what a step of the library raises as a `ToolError`, with the way to a complete machine."""
    try:
        yield
    except MissingCommandError as fault:
        raise ToolError(f"{fault}: run make doctor") from fault
    except StepError as fault:
        raise ToolError(str(fault)) from fault


def disk_full(label: str, place: object) -> ToolError:
    """The error that says so when a step ran out of disk."""
    return ToolError(str(quiet_run.disk_full(label, place)))


def run_quietly(
    command: Sequence[str], label: str, env: Mapping[str, str], log_path: Path, *, cwd: Path | None = None
) -> str:
    """Run `command`, show `label` while it runs, keep what it prints in `log_path`; return its last 200 lines.

    Raises:
        ToolError: It cannot be started or ends with another code than 0.
    """
    with steps():
        return quiet_run.run_quietly(command, label, env, log_path, cwd=cwd)
