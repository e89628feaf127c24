"""A picture of a stack is another one as soon as anything differs that Terraform would read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from tools.errors import ToolError
from tools.runner.fingerprint import Fingerprints
from tools.runner.stacks import Stack
from tools.runner.unchanged.pictures import Pictures

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin

pytestmark = pytest.mark.unit

BASE = "realms/ml"


def resource(kind: str, **attributes: object) -> dict[str, Any]:
    """Return one object of a state."""
    instance = {"attributes": {"realm_id": "ml", **attributes}}
    return {"mode": "managed", "type": kind, "name": kind, "instances": [instance]}


STATE = {
    "resources": [
        resource("keycloak_openid_client", id="c1", service_account_user_id="u1"),
        resource("keycloak_openid_client_optional_scopes", client_id="c1"),
        resource("keycloak_user_roles", user_id="u1"),
        resource("keycloak_role", id="r1", client_id="c1"),
        resource("keycloak_generic_role_mapper", client_scope_id="s1", role_id="r1"),
        resource("terraform_data"),
    ]
}


class Server:
    """Keycloak, as far as the stack goes."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_refused = False
        self.held: dict[str, Any] = {
            BASE: {"realm": "ml"},
            f"{BASE}/clients/c1": {"id": "c1", "secret": "s", "optionalClientScopes": ["a", "b"]},
            f"{BASE}/clients/c1/roles": [{"id": "r1", "composite": True}],
            f"{BASE}/roles-by-id/r1/composites": [{"id": "r2"}, {"id": "r3"}],
            f"{BASE}/users/u1/role-mappings": {"realmMappings": [{"id": "r1"}]},
            f"{BASE}/client-scopes/s1/scope-mappings": {},
        }

    def find(self, path: str, **_: str) -> Any:  # noqa: ANN401 - Keycloak's JSON
        """Answer as `KeycloakAdmin` does."""
        self.asked.append(path)
        if self.is_refused:
            raise ToolError("no")
        return json.loads(json.dumps(self.held.get(path)))


@pytest.fixture
def server() -> Server:
    """A Keycloak that holds what the state says."""
    return Server()


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A stack with its state."""
    (tmp_path / "ml").mkdir()
    code = {"terraform": {"backend": {"local": {"path": "../ml.tfstate"}}}, "provider": {"keycloak": [{}]}}
    (tmp_path / "ml" / "cdk.tf.json").write_text(json.dumps(code))
    (tmp_path / "ml.tfstate").write_text(json.dumps(STATE))
    return Stack("ml", tmp_path / "ml")


@pytest.fixture
def pictures(server: Server, tmp_path: Path) -> Pictures:
    """What takes its picture."""
    return Pictures(Fingerprints(tmp_path / "fingerprints", {}), lambda: cast("KeycloakAdmin", server))


CHANGES: dict[str, Any] = {
    f"{BASE}/clients/c1": {"id": "c1", "secret": "t", "optionalClientScopes": ["a", "b"]},
    f"{BASE}/clients/c1/roles": [],
    f"{BASE}/roles-by-id/r1/composites": [{"id": "r2"}],
    f"{BASE}/users/u1/role-mappings": None,
    f"{BASE}/client-scopes/s1/scope-mappings": {"realmMappings": [{"id": "r1"}]},
}


@pytest.mark.parametrize("path", CHANGES)
def test_something_differs(pictures: Pictures, server: Server, stack: Stack, path: str) -> None:
    """A secret, a scope's role, a role within a role, and what is gone."""
    before = pictures.take([stack])
    server.held[path] = CHANGES[path]
    assert pictures.take([stack]) != before


def test_order_is_none(pictures: Pictures, server: Server, stack: Stack) -> None:
    """Keycloak shows sets in any order."""
    before = pictures.take([stack])
    server.held[f"{BASE}/roles-by-id/r1/composites"].reverse()
    server.held[f"{BASE}/clients/c1"]["optionalClientScopes"].reverse()
    assert before.keys() == {"ml"}
    assert pictures.take([stack]) == before


def test_nothing_is_read_twice(pictures: Pictures, server: Server, stack: Stack) -> None:
    """Many resources share what is read for them."""
    pictures.take([stack])
    assert sorted(server.asked) == sorted(server.held)


def test_refused(pictures: Pictures, server: Server, stack: Stack) -> None:
    """Whoever may not read it all gets plans."""
    server.is_refused = True
    assert pictures.take([stack]) == {}


@pytest.mark.parametrize("path", [path for path, after in CHANGES.items() if not after or path.endswith("c1")])
def test_not_there(pictures: Pictures, server: Server, stack: Stack, path: str) -> None:
    """Of what is gone, or left out for these credentials, nobody would see a change: there is no picture."""
    server.held[path] = None
    assert pictures.take([stack]) == {}


def test_not_covered(pictures: Pictures, server: Server, stack: Stack) -> None:
    """A client with authorization settings has more to read."""
    server.held[f"{BASE}/clients/c1"]["authorizationServicesEnabled"] = True
    assert pictures.take([stack]) == {}


def test_nothing_can_be_guessed(pictures: Pictures, stack: Stack, tmp_path: Path) -> None:
    """The hash is keyed: elsewhere the same realm has another one."""
    elsewhere = Pictures(Fingerprints(tmp_path / "elsewhere", {}), pictures.admin)
    assert elsewhere.take([stack]) != pictures.take([stack])
