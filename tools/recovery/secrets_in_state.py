"""Which secrets a stack's state holds, found by their values: not all of them go when a newer provider is taken up."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tools.recovery.local_state import local_state_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["secrets_in", "tell_secrets_in_state"]

_PREFIX = "TF_VAR_"
_PAGE = "docs/how-to/upgrade-the-provider.md"


def secrets_in(state: Mapping[str, Any], folder: Path, variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of secret variables whose values a state holds, sorted.

    Args:
        state: The state.
        folder: The stack's; its Terraform JSON says which variables are secrets.
        variables: Of the process, `TF_VAR_<name>`.
    """
    declared = json.loads((folder / "cdk.tf.json").read_bytes()).get("variable", {})
    values = {
        variables[f"{_PREFIX}{name}"]: f"{_PREFIX}{name}"
        for name, body in declared.items()
        if body.get("sensitive") and variables.get(f"{_PREFIX}{name}")
    }
    held = _texts([state.get("resources"), state.get("outputs")])
    return tuple(sorted({values[text] for text in held if text in values}))


def tell_secrets_in_state(
    state: Mapping[str, Any], folder: Path, variables: Mapping[str, str], tell: Callable[[str], None]
) -> None:
    """Say which secrets a state still holds after a newer provider was taken up, which earlier ones do, and what to do.

    Args:
        state: The state after the apply.
        folder: As for `secrets_in`.
        variables: As for `secrets_in`.
        tell: Gets the lines, which hold names alone.
    """
    held = secrets_in(state, folder, variables)
    if held:
        tell(f"the state of {folder.name} holds {', '.join(held)}, in plain text: how to keep them out: {_PAGE}")
    for file, backup in _backups(folder):
        found = secrets_in(backup, folder, variables)
        if found:
            tell(f"{file.name} holds {', '.join(found)}: remove it once the deployment is as you want it")


def _backups(folder: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    state = local_state_file(folder)
    for file in sorted(state.parent.glob(f"{state.name}.*")) if state else []:
        with suppress(OSError, ValueError):
            yield file, json.loads(file.read_bytes())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
