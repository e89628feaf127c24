"""What is renamed in Keycloak: what the declaring stack has made, and nothing of others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from stacks.environment import Environment
from tools.recovery.known_objects import held_ids
from tools.renames import due_renames, rename_in_keycloak

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

ENVIRONMENT = Environment.model_validate(
    {
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "realm": {"name": "ml"},
        "api": {"client_id": "scorer"},
        "models": {"fraud": {}},
        "teams": {
            "growth": {
                "applications": {"new-ui": {"renamed_from": "old-ui", "redirect_uris": ["https://ui.example.com/cb"]}}
            }
        },
    }
)


class Admin:
    """A Keycloak with one client, which notes what is asked of it: the fault is which calls are made at all."""

    def __init__(self) -> None:
        self.changed: list[str] = []

    def realm_exists(self, realm: str) -> bool:
        """Say that the realm is there."""
        return realm == "ml"

    def get(self, path: str, **query: str) -> httpx.Response:  # noqa: ARG002 - as the real one
        """Return the client where it is asked for by its former name."""
        return httpx.Response(200, json=[{"id": "1"}] if query.get("clientId") == "old-ui" else [])

    def request(self, method: str, path: str, **body: Any) -> None:  # noqa: ANN401, ARG002 - as the real one
        """Note a change."""
        self.changed.append(path)


@pytest.mark.parametrize(("held", "renamed"), [(frozenset(), []), ({"2"}, []), ({"1"}, ["realms/ml/clients/1"])])
def test_nothing_of_others_is_renamed(held: frozenset[str], renamed: list[str]) -> None:
    """A former name that somebody wrote, in a team's file too, gives no hold of what that stack has not made."""
    admin = Admin()
    due = due_renames(ENVIRONMENT, admin, lambda _: held)  # type: ignore[arg-type]
    assert all(each.is_ours for each in due)
    list(rename_in_keycloak(due, "ml", admin))  # type: ignore[arg-type]
    assert admin.changed == renamed


def test_what_cannot_be_told_is_asked() -> None:
    """Where the state lies elsewhere, it is not known to be ours; looking changes nothing."""
    admin = Admin()
    (due,) = due_renames(ENVIRONMENT, admin)  # type: ignore[arg-type]
    assert (due.rename.team, due.old, due.new, due.is_ours) == ("growth", "old-ui", "new-ui", False)
    assert admin.changed == []


def test_what_a_stack_holds_is_in_its_own_state(tmp_path: Path) -> None:
    """Another stack's objects do not count; a state elsewhere cannot be told; none yet holds nothing."""
    for name, id_ in (("own", "1"), ("other", "2")):
        folder = tmp_path / "stacks" / name
        folder.mkdir(parents=True)
        backend = {"local": {"path": f"../{name}.tfstate"}}
        (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": backend}}), encoding="utf-8")
        resource = {"mode": "managed", "type": "keycloak_openid_client", "instances": [{"attributes": {"id": id_}}]}
        (tmp_path / "stacks" / f"{name}.tfstate").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    assert held_ids(tmp_path / "stacks" / "own") == frozenset({"1"})
    (tmp_path / "stacks" / "own.tfstate").unlink()
    assert held_ids(tmp_path / "stacks" / "own") == frozenset()
    (tmp_path / "stacks" / "own" / "cdk.tf.json").write_text('{"terraform": {"backend": {"pg": {}}}}', encoding="utf-8")
    assert held_ids(tmp_path / "stacks" / "own") is None
