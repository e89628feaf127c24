"""Run a command under a progress step: its output goes to a log, a failure becomes one line."""

from __future__ import annotations

import errno
import re
import subprocess
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import keep_private
from constructs_lib.bindings.progress import step
from constructs_lib.bindings.step_error import MissingCommandError, StepError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["DISK_FULL_CODES", "disk_full", "run_quietly"]

DISK_FULL_CODES = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Codes of an `OSError` that says that the disk is full."""

_DISK_FULL = re.compile(r"no space left on device|ENOSPC|disk quota exceeded|EDQUOT", re.IGNORECASE)
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_FAULT = re.compile(r"error|fail|cannot|could not|unable|refused|not found|timed? ?out|no such", re.IGNORECASE)
_NOISE = re.compile(r"A complete log of this run|^npm (error|ERR!)\s*$|^\W*$|subprocess-exited-with-error|note: ")
# How Terraform and OpenTofu say that neither a registry nor a mirror has the provider; cdktf says just "exit code 1".
_NO_PROVIDER = re.compile(
    r"Failed to query available provider packages|could not connect to registry|no available releases"
)
_NO_PROVIDER_ADVICE = (
    "Terraform does not find this version of the provider: let TF_CLI_CONFIG_FILE name a mirror that holds it, or pass "
    "--schema FILE with its schema"
)
_TAIL_LINES = 200


def disk_full(label: str, place: object) -> StepError:
    """The error that says so when a step ran out of disk."""
    return StepError(f"{label}: the disk is full ({place}): free some space and run the same command again")


def run_quietly(
    command: Sequence[str], label: str, env: Mapping[str, str], log_path: Path, *, cwd: Path | None = None
) -> str:
    """Run `command`, show `label` while it runs, keep what it prints in `log_path`.

    Args:
        command: Program and arguments.
        label: What the step does, for the progress display and the error.
        env: The whole environment of the process.
        log_path: Its output, standard error included; overwritten.
        cwd: Folder to run in; the current one when not given.

    Returns:
        The last 200 lines that it printed.

    Raises:
        MissingCommandError: It is not on PATH.
        StepError: It cannot be started or ends with another code than 0.
    """
    tail: deque[str] = deque(maxlen=_TAIL_LINES)
    try:
        log_path.parent.mkdir(parents=True, exist_ok=True)
        keep_private(log_path)
        with step(label):
            code = _run(command, env, log_path, cwd, tail)
            if code:
                raise _failure(label, code, tail, log_path)
    except FileNotFoundError as fault:
        raise MissingCommandError(f"{label}: {command[0]} is not on PATH") from fault
    except OSError as fault:
        if fault.errno in DISK_FULL_CODES:
            raise disk_full(label, log_path.parent) from fault
        raise
    return "\n".join(tail)


def _run(command: Sequence[str], env: Mapping[str, str], log_path: Path, cwd: Path | None, tail: deque[str]) -> int:
    with (
        log_path.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        output = process.stdout
        if output is None:  # a pipe was asked for
            raise AssertionError
        try:
            for line in output:
                tail.append(_ANSI.sub("", line).rstrip())
                with suppress(OSError):  # on a full disk the tail in memory is what tells so
                    log.write(line)
        except BaseException:
            process.terminate()
            raise
    return process.returncode


def _failure(label: str, code: int, tail: Sequence[str], log_path: Path) -> StepError:
    if any(_DISK_FULL.search(line) for line in tail):
        return disk_full(label, log_path.parent)
    cause = _NO_PROVIDER_ADVICE if any(_NO_PROVIDER.search(line) for line in tail) else _last_meaningful(tail)
    return StepError(f"{label} failed (exit code {code}): {cause}; the whole output is in {log_path}")


def _last_meaningful(tail: Sequence[str]) -> str:
    lines = [line.strip(" │╷╵") for line in tail if not _NOISE.search(line)]
    lines = [line for line in lines if line]
    faults = [line for line in lines if _FAULT.search(line)]
    return (faults or lines or ["it printed nothing"])[-1]
