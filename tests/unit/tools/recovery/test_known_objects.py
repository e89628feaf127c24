"""What belongs to any stack of the repository is known, whichever stack is deployed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.recovery.known_objects import known_ids

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def _stack(root: Path, name: str, backend: dict[str, Any], state: str | None) -> Path:
    folder = root / "cdktf.out" / "stacks" / name
    folder.mkdir(parents=True)
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": backend}}))
    if state is not None:
        (root / f"terraform.{name}.tfstate").write_text(state)
    return folder


def _local(name: str) -> dict[str, Any]:
    return {"local": {"path": f"../../../terraform.{name}.tfstate"}}


def _state(*ids: str) -> str:
    role = {"mode": "managed", "type": "keycloak_role", "instances": [{"attributes": {"id": id}} for id in ids]}
    data = {"mode": "data", "type": "keycloak_role", "instances": [{"attributes": {"id": "read"}}]}
    return json.dumps({"resources": [role, data]})


def test_states_of_all_stacks(tmp_path: Path) -> None:
    """Own state and those beside it count; what is only read, cut short, kept elsewhere or not applied yet does not."""
    _stack(tmp_path, "dev", _local("dev"), _state("1", "2"))
    _stack(tmp_path, "dev-cut", _local("dev-cut"), _state("3")[:20])
    _stack(tmp_path, "dev-new", _local("dev-new"), None)
    _stack(tmp_path, "prod", {"pg": {}}, None)
    team = _stack(tmp_path, "dev-team", _local("dev-team"), _state("4"))
    assert known_ids(team) == {("keycloak_role", id) for id in ("1", "2", "4")}
