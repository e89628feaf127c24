"""Realms in the style of public exports are taken over: many clients, nested groups, composites, flows, brokers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.adoption.adopted import Adopted
from tests.support.adoption.large_parts import add_parts
from tests.support.adoption.large_realm import LARGE_PASSWORD, STYLES, large_callers, large_realm, large_secret

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

_SMALLEST = 14


def _taken_over(style: str, clients: int, people: int, folder: Path, keycloak: KeycloakServer) -> None:
    name = f"adopt-{style}"
    ours = Adopted.in_folder(folder, keycloak, large_realm(name, style, clients=clients, people=people))
    try:
        add_parts(keycloak.admin, name)
        callers = large_callers(keycloak.url, name, clients=clients, people=people)
        ids, tokens = ours.ids(), callers.tokens()
        assert not [name for name, token in tokens.items() if "refused" in token and "person9" not in name], tokens
        said = ours.adopt()
        assert "changes 0 and destroys none" in said
        files = "".join(file.read_text() for file in (folder / "environments").glob(f"{name}.*"))
        assert not [each for each in (LARGE_PASSWORD, large_secret("batch-0"), "a-secret-of-before") if each in files]
        ours.deploy()
        now = ours.ids()
        assert {key: now.get(key) for key in ids} == ids
        assert callers.tokens() == tokens
        ours.assert_settled()
        audited = ours.run("audit", name)
        assert audited.returncode == 0, audited.stdout + audited.stderr
    finally:
        ours.remove_realm()


def test_adopted(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """A realm with all kinds of things in it: callers notice nothing, and the next plan is empty."""
    _taken_over("corporate", _SMALLEST, 11, tmp_path, keycloak)


@pytest.mark.long
@pytest.mark.parametrize("style", STYLES)
def test_adopted_whole(style: str, keycloak: KeycloakServer, tmp_path: Path) -> None:
    """The same with 50 clients and 40 people, and with other settings of the realm."""
    _taken_over(style, 50, 40, tmp_path, keycloak)
