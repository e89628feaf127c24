"""Stacks that an environment has a state of and does not declare any more: their files were removed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from stacks.repository import Repository
    from tools.runner.terraform import Terraform

__all__ = ["find_removed"]

_OUTPUT = "stacks"
# Which of a backend's arguments holds the stack's name, at its end.
_NAMED_BY = {"local": "path", "pg": "schema_name", "s3": "key", "gcs": "prefix", "azurerm": "key"}


def find_removed(realm: Terraform, declared: Collection[str], repository: Repository) -> tuple[Stack, ...]:
    """Find them, and write for each a folder that Terraform can destroy it from.

    Args:
        realm: Terraform in the stack that holds the realm, initialized.
        declared: Names of all stacks of all environments.
        repository: Where the states are that are files.

    Raises:
        StackError: The state cannot be read.
    """
    body = json.loads((realm.stack.folder / "cdk.tf.json").read_text(encoding="utf-8"))
    ((kind, arguments),) = body["terraform"]["backend"].items()
    known = _in_files(repository.root) if kind == "local" else realm.output(_OUTPUT) or ()
    environment = realm.stack.name
    names = (name for name in known if _is_of(environment, name) and name not in declared)
    return tuple(_write(repository.stack_folder(name), body, environment, kind, arguments) for name in sorted(names))


def _in_files(root: Path) -> Iterable[str]:
    for file in root.glob("terraform.*.tfstate"):
        try:
            holds_something = bool(json.loads(file.read_bytes())["resources"])
        except (OSError, ValueError, KeyError):
            continue
        if holds_something:
            yield file.name.removeprefix("terraform.").removesuffix(".tfstate")


def _is_of(environment: str, stack: str) -> bool:
    return bool(re.fullmatch(rf"{re.escape(environment)}-(models|shared|team-.+)", stack))


def _write(folder: Path, body: dict[str, Any], environment: str, kind: str, arguments: dict[str, Any]) -> Stack:
    """Write a stack that declares nothing: what its state holds is to be destroyed."""
    key = _NAMED_BY[kind]
    own = {**arguments, key: _renamed(arguments[key], environment, folder.name, kind)}
    requirements = body["terraform"]["required_providers"]
    empty = {"terraform": {"backend": {kind: own}, "required_providers": requirements}, "provider": body["provider"]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cdk.tf.json").write_text(json.dumps(empty, indent=2), encoding="utf-8")
    return Stack(folder.name, folder)


def _renamed(value: str, environment: str, stack: str, kind: str) -> str:
    if kind == "pg":
        environment, stack = environment.replace("-", "_"), stack.replace("-", "_")
    head, _, tail = value.rpartition(environment)
    return f"{head}{stack}{tail}"
