"""The tutorial, every block of it in order: from a clone to a protected model, a grant and a rotation."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT, copy_project
from tests.support.project.page_walk import Shell, blocks_of, unshown
from tests.support.project.set_up import require_set_up
from tools.demo.ports import any_free_port

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.e2e, pytest.mark.first]

PAGE = ROOT / "docs" / "tutorial.md"
REALM = "ticket-models"
IDENTITY = {f"GIT_{who}_{what}": "reader" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def test_every_block_does_what_the_page_says(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """Each command ends well and prints what is shown below it; at the end the realm is gone."""
    (tmp_path / "clone").mkdir()
    clone = copy_project(tmp_path / "clone")
    require_set_up(clone)
    environment = {
        **clone.environment,
        **IDENTITY,
        "KEYCLOAK_DATA": str(keycloak.data),
        "KEYCLOAK_PORT": str(keycloak.port),
    }
    # The run's own Keycloak, and ports that are free on this machine.
    text = PAGE.read_text(encoding="utf-8")
    for port in ("8000", "8090"):
        text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{(free := any_free_port())}")
        text = text.replace(f'("127.0.0.1", {port})', f'("127.0.0.1", {free})')
    try:
        with Shell.open(clone.root, environment) as shell:
            _walk(shell, text, keycloak.dotenv)
        assert not keycloak.admin.realm_exists(REALM)
    finally:
        if keycloak.admin.realm_exists(REALM):
            keycloak.admin.delete_realm(REALM)


def _walk(shell: Shell, text: str, secrets: Path) -> None:
    printed = ""
    for block in blocks_of(text):
        match block.language:
            case "sh":
                printed = shell.type(block.text)
                if "make init" in block.text:
                    shutil.copy2(secrets, Path(shell.folder) / ".env")
            case "text":
                assert unshown(block.text, printed) == [], printed
            case "diff":
                file = Path(shell.folder) / block.file
                file.write_text(block.changed(file.read_text(encoding="utf-8")), encoding="utf-8")
            case _:
                (Path(shell.folder) / block.file).write_text(block.text, encoding="utf-8")
