"""A server's own folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.keycloak.home import claim, keep_build, lay_out, remove

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


@pytest.fixture
def distribution(tmp_path: Path) -> Path:
    """The shape of Keycloak's distribution."""
    folder = tmp_path / "keycloak-1"
    files = ("bin/kc.sh", "lib/lib/a.jar", "lib/app/b.jar", "lib/quarkus-run.jar", "lib/quarkus/built", "conf/c")
    for name in (*files, "providers/README", "themes/README", "version.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("distribution")
    return folder


def test_a_damaged_build_is_made_anew(distribution: Path, tmp_path: Path) -> None:
    """What the first start built serves the next one; once it is damaged, Keycloak builds again, and that is kept."""
    home = tmp_path / "home"
    claim(home)
    built = home / "lib" / "quarkus" / "built"

    def start(text: str) -> str:
        lay_out(distribution, home)
        found = built.read_text()
        built.write_text(text)
        keep_build(distribution, home)
        return found

    assert start("first") == "distribution"
    assert start("second") == "first"
    (tmp_path / "keycloak-1-development-build" / "built").write_text("")
    assert start("third") == "distribution"
    assert start("fourth") == "third"


def test_half_a_copy_does_not_count(distribution: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that was killed while it copied the configuration leaves nothing in its place; an edited one stays."""
    home = tmp_path / "home"
    claim(home)
    copy = shutil.copytree

    def killed(source: Path, target: Path) -> Path:
        copy(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "copytree", killed)
    with pytest.raises(KeyboardInterrupt):
        lay_out(distribution, home)
    assert not (home / "conf").exists()
    monkeypatch.undo()
    lay_out(distribution, home)
    (home / "conf" / "c").write_text("edited")
    lay_out(distribution, home)
    assert (home / "conf" / "c").read_text() == "edited"


def test_a_switch_has_a_build_of_its_own(distribution: Path, tmp_path: Path) -> None:
    """What a build has in it is chosen then: one with something on serves no start with it off; ports do not matter."""
    home = tmp_path / "home"
    claim(home)
    lay_out(distribution, home)
    built = home / "lib" / "quarkus" / "built"
    built.write_text("on")
    keep_build(distribution, home, ["--spi-x--y--enabled=true", "--https-port=8443"])

    def found(*options: str) -> str:
        lay_out(distribution, home, options)
        return built.read_text()

    assert found("--https-port=9443", "--spi-x--y--enabled=true") == "on"
    assert found("--https-port=8443", "--spi-x--y--enabled=false") == "distribution"
