"""Compare the code that a saved plan was made from with what was synthesized."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tools.guardrails.shown_code import shown_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from constructs_lib.guardrails.terraform.plan import Plan

__all__ = ["planned_code", "with_code"]

# Terraform keeps the files of the root module there (Terraform: internal/plans/planfile).
_ROOT = "tfconfig/m-/"
_FOLDER = "tfconfig/"
_MANIFEST = "tfconfig/modules.json"
_CODE = "cdk.tf.json"
# Files of the root module's folder from which Terraform takes variables by itself (Terraform: 'Input Variables').
_VARIABLES = ("terraform.tfvars", "terraform.tfvars.json")
_UNSEEN = "which code it was made from cannot be seen: give the file that terraform plan -out has written"
_UNSEEN_PARTS = (
    "which local values, lifecycles and moves its code has cannot be seen: give the file that terraform plan -out has "
    "written"
)
_MORE_VARIABLES = (".auto.tfvars", ".auto.tfvars.json")


def with_code(plan: Plan, file: Path, synthesized: Path, document: Mapping[str, Any]) -> Plan:
    """Return a plan that says what its code has and the synthesized stack has not, and what sets variables beside.

    Args:
        plan: What Terraform shows of it.
        file: The saved plan. That of an encrypted one, or the JSON of one, does not hold its code.
        synthesized: The stack's `cdk.tf.json`.
        document: The JSON of the plan, which shows most of its code.
    """
    folders = dict.fromkeys((file.resolve().parent, synthesized.resolve().parent))
    plan = replace(plan, faults=(*plan.faults, *_variable_faults(folders)))
    try:
        with zipfile.ZipFile(file) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if name.startswith(_FOLDER)}
    except (zipfile.BadZipFile, OSError, RuntimeError):
        code = _read(synthesized)
        faults = plan.faults if code is None else (*plan.faults, *shown_faults(document, code))
        return replace(plan, faults=faults, doubts=(*plan.doubts, _UNSEEN if code is None else _UNSEEN_PARTS))
    return replace(plan, faults=(*plan.faults, *_faults(files, synthesized)))


def planned_code(file: Path) -> dict[str, Any] | None:
    """Return the Terraform JSON that a saved plan was made from; None of the JSON of one, or of an encrypted one.

    Args:
        file: The plan.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            code = json.loads(archive.read(_ROOT + _CODE))
    except (zipfile.BadZipFile, OSError, RuntimeError, KeyError, ValueError):
        return None
    return code if isinstance(code, dict) else None


def _faults(files: dict[str, bytes], synthesized: Path) -> Iterator[str]:
    own = files.pop(_ROOT + _CODE, None)
    files.pop(_MANIFEST, None)
    if own is None or not _equal(own, synthesized):
        yield f"its {_CODE} is not what was synthesized: plan again"
    for name in sorted(files):
        yield f"it was made from '{name.removeprefix(_ROOT)}' too, which is not part of the stack: remove it"


def _variable_faults(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the files that set variables: a plan keeps their values, and not where they come from."""
    found = {each.name for folder in folders if folder.is_dir() for each in folder.iterdir()}
    for name in sorted(found):
        if name in _VARIABLES or name.endswith(_MORE_VARIABLES):
            yield f"'{name}' in its folder sets variables: remove it, and pass TF_VAR_<name>"


def _equal(code: bytes, synthesized: Path) -> bool:
    try:
        return bool(json.loads(code) == _read(synthesized))
    except ValueError:
        return False


def _read(synthesized: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(synthesized.read_bytes()))
    except (OSError, TypeError, ValueError):
        return None
