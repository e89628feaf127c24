"""A plan of a stack before those that it is built on are applied: with what their plans say that they will be.

It is for reading alone: in a folder of its own, the stack's JSON reads states that hold planned outputs in the place of
the real ones. What is known after an apply only is a text that says so.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tools.runner.plan import Hidden
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tools.runner.plan import StackPlan

__all__ = ["is_placeholder", "previewed"]

_REFERENCE = "cross-stack-reference-input-"
_FOLDER = "previews"
_FILE = "cdk.tf.json"
_LOCK = ".terraform.lock.hcl"
_LATER = "known after the apply"
# What stacks hand to others is called like that, by the CDK.
_PLACEHOLDER = re.compile(rf"cross-stack-output-.*: {_LATER}", re.DOTALL)


@contextmanager
def previewed(stack: Stack, plans: Mapping[str, StackPlan]) -> Iterator[Stack]:
    """Write the stack that is planned in place of another.

    Args:
        stack: The stack, initialized.
        plans: Plans of those that it is built on; where one has no outputs, nothing of that changes.

    Yields:
        It in another folder, as deep as its own: paths in its backend lead to the same state.
    """
    folder = stack.folder.parent.parent / _FOLDER / stack.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        body = json.loads((stack.folder / _FILE).read_text(encoding="utf-8"))
        for name, plan in plans.items():
            data = body.get("data", {}).get("terraform_remote_state", {}).get(f"{_REFERENCE}{name}")
            if data is not None and plan.outputs:
                state = _write(folder / f"{name}.tfstate", _state(plan.outputs))
                data.update(backend="local", config={"path": str(state)}, workspace="default")
        _write(folder / _FILE, body)
        if (stack.folder / _LOCK).is_file():
            shutil.copy2(stack.folder / _LOCK, folder / _LOCK)
        yield Stack(stack.name, folder, stack.dependencies)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_placeholder(value: object) -> bool:
    """Whether a value of a plan comes from what is known after the apply of another stack."""
    return isinstance(value, str) and _PLACEHOLDER.search(value) is not None


def _write(file: Path, body: dict[str, Any]) -> Path:
    file.touch(mode=0o600)
    file.write_text(json.dumps(body), encoding="utf-8")
    return file


def _state(outputs: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: _known(value, name) for name, value in outputs.items()}
    return {
        "version": 4,
        "terraform_version": "1.9.0",
        "serial": 1,
        "lineage": _FOLDER,
        "outputs": {name: {"value": value, "type": _type(value)} for name, value in values.items()},
        "resources": [],
    }


def _known(value: Any, name: str) -> Any:  # noqa: ANN401 - whatever an output holds
    """Put texts in the place of what is unknown; each another, as the values will be."""
    if isinstance(value, dict):
        return {key: _known(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_known(inner, f"{name} {place}") for place, inner in enumerate(value)]
    return f"{name}: {_LATER}" if isinstance(value, Hidden) else value


def _type(value: Any) -> Any:  # noqa: ANN401 - a type as a state has it
    if isinstance(value, dict):
        return ["object", {key: _type(inner) for key, inner in value.items()}]
    if isinstance(value, list):
        return ["tuple", [_type(inner) for inner in value]]
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else "string"
