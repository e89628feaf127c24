"""A server's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.keycloak.home import claim, remove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_a_folder_with_something_else_is_neither_claimed_nor_removed(tmp_path: Path) -> None:
    """KEYCLOAK_DATA=~ by mistake costs nobody their files."""
    (tmp_path / "precious").touch()
    for action in (claim, remove):
        with pytest.raises(ToolError) as raised:
            action(tmp_path)
        expected = f"{tmp_path} holds something other than a local Keycloak: name a new folder by KEYCLOAK_DATA"
        assert expected == str(raised.value)
        assert raised.value.exit_code == 2
    assert [tmp_path / "precious"] == list(tmp_path.iterdir())


def test_a_claimed_folder_is_claimed_again_and_removed(tmp_path: Path) -> None:
    """A new, an empty and an own folder will do; removing one that is not there is no error."""
    home = tmp_path / "a" / "home"
    claim(home)
    (home / "data").mkdir()
    claim(home)
    remove(home)
    remove(home)
    assert not home.exists()
