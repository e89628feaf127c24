"""A benchmark deploys to its own Keycloak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.benchmark.gateway.declared import declare
from tools.benchmark.own_keycloak import deploying
from tools.keycloak.server import KeycloakServer
from tools.target import load_target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

GIVEN = {
    "KEYCLOAK_URL": "http://127.0.0.1:9090",
    "KEYCLOAK_USER": "admin",
    "KEYCLOAK_PASSWORD": "mine",
    "KEYCLOAK_REALM": "ml",
}


def test_one_that_the_caller_has_given_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever reaches the caller's own Keycloak is not handed on, so that commands start, and fill, no other one."""
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    server = KeycloakServer(data=tmp_path / "data", cache=tmp_path, dotenv=tmp_path / ".env", port=8099)
    variables = deploying(server, tmp_path)
    target = declare(tmp_path, server.url, models=1)
    assert load_target(target.name, variables).is_local
    assert GIVEN.keys().isdisjoint(variables)
    assert (variables["KEYCLOAK_DATA"], variables["KEYCLOAK_PORT"]) == (str(tmp_path / "data"), "8099")
