"""Client policies that Keycloak does not have are made again: what the state has of them is forgotten."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tools.recovery.lost_policies import forget_lost_policies

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

PROFILE, POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"


@dataclass
class Stack:
    """A stack whose state has a profile and a policy, at a Keycloak that has what it is told: 4.5.0 makes neither."""

    folder: Path
    live: dict[str, list[str]]
    name: str = "prod"
    asked: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def find(self, path: str) -> dict[str, Any] | None:
        """Return one of the realm's lists, as the Admin API does; None without a realm."""
        self.asked.append(path)
        kind = path.rpartition("/")[2]
        return {kind: [{"name": name} for name in self.live[kind]]} if self.live else None

    def forget(self, *addresses: str) -> None:
        """Note what goes out of the state."""
        self.forgotten += addresses

    def look(self) -> list[str]:
        """Return what is told."""
        told: list[str] = []
        terraform = SimpleNamespace(stack=self, forget=self.forget)
        forget_lost_policies(terraform, lambda: self, told.append)  # type: ignore[arg-type, return-value]
        return told


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """One with both in Keycloak."""
    attributes = {"realm_id": "ml", "name": "ml-clients"}
    resources = [
        {"mode": "managed", "type": kind, "name": "Clients", "instances": [{"attributes": attributes}]}
        for kind in (PROFILE, POLICY)
    ]
    terraform = {"backend": {"local": {"path": str(tmp_path / "state")}}}
    (tmp_path / "state").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    body = {"terraform": terraform, "resource": {PROFILE: {}, POLICY: {}}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(body), encoding="utf-8")
    return Stack(tmp_path, {"profiles": ["other", "ml-clients"], "policies": ["ml-clients"]})


def test_what_is_there_stays(stack: Stack) -> None:
    """Nothing is told, and nothing changes."""
    assert (stack.look(), stack.forgotten) == ([], [])


def test_what_is_gone_is_made_again(stack: Stack) -> None:
    """One that was removed by hand; all of them, where the realm was."""
    stack.live["policies"] = []
    gone = "stack prod: client policies ml-clients are gone from Keycloak: they are made again"
    assert (stack.look(), stack.forgotten) == ([gone], [f"{POLICY}.Clients"])
    stack.forgotten.clear()
    stack.live.clear()
    assert (stack.look(), stack.forgotten) == ([gone], [f"{PROFILE}.Clients", f"{POLICY}.Clients"])


def test_stacks_without_them_ask_nothing(stack: Stack) -> None:
    """A team's credentials need not reach the realm's policies."""
    (stack.folder / "cdk.tf.json").write_text(json.dumps({"terraform": {}, "resource": {}}), encoding="utf-8")
    assert (stack.look(), stack.asked) == ([], [])
