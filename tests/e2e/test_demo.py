"""`make demo` from a clean checkout: real models, and nothing of the walk left behind."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.support.project.checkout import Checkout, copy_project
from tools.keycloak.address import is_free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.e2e, pytest.mark.first]

_SECRETS = ("_client_secret", "_initial_password", "KEYCLOAK_PASSWORD")
REALM = "ml-demo-walk"  # another test's realm has the declared name


@pytest.fixture
def checkout(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the project that deploys `demo` to the run's Keycloak."""
    copy = copy_project(tmp_path_factory.mktemp("demo-checkout"))
    shutil.copy2(keycloak.dotenv, copy.root / ".env")
    copy.environment.update(KEYCLOAK_DATA=str(keycloak.data), KEYCLOAK_PORT=str(keycloak.port))
    file = copy.root / "environments" / "demo.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("name: ml-demo\n", f"name: {REALM}\n"), encoding="utf-8")
    yield copy
    keycloak.admin.delete_realm(REALM)


def test_demo(keycloak: KeycloakServer, checkout: Checkout) -> None:
    """Every call is answered as expected, models predict, drift is repaired, and servers, keys and clients are gone."""
    done = checkout.tools("demo")
    shown = done.stdout + done.stderr
    assert done.returncode == 0, shown
    assert re.search(r"^(\d+) calls, all answered as expected", done.stdout, re.MULTILINE)
    assert "at the first attempt: 0 (1 is fraud, 0 is not)" in done.stdout
    assert "at the sixth attempt: 1 (1 is fraud, 0 is not)" in done.stdout
    assert "Plan: 0 to add, 2 to change, 0 to destroy." in done.stdout
    servers = re.findall(r"^(?:Models|Gateway) at (http://[\d.:]+)", done.stdout, re.MULTILINE)
    assert [is_free("127.0.0.1", urlsplit(url).port or 0) for url in servers] == [True, True]
    _check_secrets(checkout, shown)
    _check_realm(keycloak)


def _check_secrets(checkout: Checkout, shown: str) -> None:
    lines = (checkout.root / ".env").read_text(encoding="utf-8").splitlines()
    values = [value for name, _, value in (line.partition("=") for line in lines) if name.endswith(_SECRETS)]
    assert len(values) > 3
    assert [value for value in values if value in shown] == []
    assert "eyJ" not in shown, "a token is shown"


def _check_realm(keycloak: KeycloakServer) -> None:
    admin = keycloak.admin
    clients = {client["clientId"]: client for client in admin.get(f"realms/{REALM}/clients").json()}
    keys = {key["name"] for key in admin.get(f"realms/{REALM}/components", type="org.keycloak.keys.KeyProvider").json()}
    assert clients["payment-gateway"]["attributes"]["access.token.lifespan"] == "300"
    assert [name for name in {*clients, *keys} if name.startswith("demo-")] == []
    assert not admin.realm_exists(f"{REALM}-elsewhere")
