"""The address of the file, and that of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.keycloak.declared_address import other_address
from tools.target import load_target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

FILE = "keycloak: {{url: '{url}'}}\nrealm: {{name: mine}}\napi: {{client_id: my-api}}\n"


@pytest.mark.parametrize(
    ("declared", "used", "is_said"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081", True),
        ("http://localhost:8081", "http://127.0.0.1:8080", True),
        ("https://localhost:8443", "http://127.0.0.1:8080", True),
        ("http://localhost", "http://127.0.0.1:8080", True),
        ("http://localhost:8080", "http://127.0.0.1:8080", False),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081", False),
    ],
)
def test_address_that_counts_is_said(
    tmp_path: Path,
    declared: str,
    used: str,
    is_said: bool,  # noqa: FBT001 - a case
) -> None:
    """Nobody looks for a realm at the port of the file, where the server listens at another."""
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "mine.yaml").write_text(FILE.format(url=declared), encoding="utf-8")
    target = load_target("mine", {"ENVIRONMENTS": str(tmp_path)})
    said = (
        f"{target.repository.show(tmp_path / 'environments')}/mine.yaml:1: keycloak.url is {declared}, but the local "
        f"Keycloak listens at {used} (KEYCLOAK_PORT, or KEYCLOAK_URL in .env): the latter counts"
    )
    assert list(other_address(target, used)) == ([said] if is_said else [])
