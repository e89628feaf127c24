"""Files of npm's packages: what is not the pinned package is never used."""

from __future__ import annotations

import base64
import hashlib
import os
import tarfile
from typing import TYPE_CHECKING

import pytest

from tools.bootstrap import npm_file
from tools.bootstrap.npm_file import NpmFile, ensure_npm_file
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def integrity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An npm whose registry has one package, which holds `dist/drawing.js`; and what that package's pin would be."""
    script = tmp_path / "drawing.js"
    script.write_text("draw()", encoding="utf-8")
    archive = tmp_path / "drawing-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as package:
        package.add(script, "package/dist/drawing.js")
    programs = tmp_path / "bin"
    programs.mkdir()
    npm = programs / "npm"
    npm.write_text(f'#!/bin/sh\ntest "$1 $2" = "pack drawing@1.0.0" && cp {archive} "$4"\n', encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(npm_file, "CACHE", tmp_path / "cache")
    return base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def test_file_is_fetched_once(integrity: str, tmp_path: Path) -> None:
    """It is there the second time, without npm."""
    wanted = NpmFile("drawing", "1.0.0", integrity, "dist/drawing.js")
    assert ensure_npm_file(wanted).read_text(encoding="utf-8") == "draw()"
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert ensure_npm_file(wanted).name == "drawing.js"


@pytest.mark.usefixtures("integrity")
def test_another_package_is_refused(tmp_path: Path) -> None:
    """A registry that answers with something else than what was pinned leaves nothing behind."""
    wanted = NpmFile("drawing", "1.0.0", base64.b64encode(bytes(64)).decode(), "dist/drawing.js")
    with pytest.raises(ToolError, match=r"drawing@1\.0\.0 is not what was pinned"):
        ensure_npm_file(wanted)
    assert not (tmp_path / "cache" / "drawing" / "drawing.js").exists()
