"""The wheel of the library: what is in it, and that this is enough beside what it needs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT, copy_project
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

APP, *_ = Page(ROOT / "docs/how-to/use-the-construct.md").code("python")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with a package and a module that are not the library's."""
    root = copy_project(tmp_path_factory.mktemp("checkout")).root
    (root / "stray").mkdir()
    (root / "stray" / "__init__.py").touch()
    return root


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as the page builds it."""
    folder = tmp_path_factory.mktemp("wheels")
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(checkout))
    (wheel,) = folder.iterdir()
    return wheel


def test_wheel_is_the_library_alone(checkout: Path, wheel: Path) -> None:
    """The wheel holds every file of `constructs_lib` that git knows, its licence, and no other package."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = Parser().parsestr(archive.read("ml_api_security-0.1.0.dist-info/METADATA").decode())
    files = [file for file in (checkout / "constructs_lib").rglob("*") if file.is_file()]
    source = {file.relative_to(checkout).as_posix() for file in files if file.parent.name != "__pycache__"}
    assert {name for name in names if "dist-info" not in name} == source
    assert "constructs_lib/py.typed" in names
    assert metadata["License-Expression"] == "MPL-2.0"
    assert "ml_api_security-0.1.0.dist-info/licenses/LICENSE" in names
    assert "MlApiSecurity puts ML model serving APIs" in metadata.get_payload()
    unbounded = [need for need in metadata.get_all("Requires-Dist", []) if not re.search(r"<\S+,>=\S+$", need)]
    assert unbounded == []


def test_app_is_the_same_by_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """By the unpacked wheel, and nothing else of the checkout, the page's app synthesizes what the checkout's does."""
    _pip("install", "--no-deps", "--target", str(tmp_path / "packed"), str(wheel))
    source = tmp_path / "source"
    source.mkdir()
    (source / "constructs_lib").symlink_to(ROOT / "constructs_lib")
    packed, expected = (_stack(tmp_path / name, library=tmp_path / name) for name in ("packed", "source"))
    assert packed == expected
    assert "keycloak_openid_client" in packed


def _stack(folder: Path, *, library: Path) -> str:
    """Run the page's app with the library of a folder; return the Terraform JSON."""
    (folder / "fraud_app.py").write_text(APP, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(library)}
    used = "import fraud_app, constructs_lib; print(constructs_lib.__file__)"
    finished = subprocess.run(
        [sys.executable, "-c", used], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    assert str(library) in finished.stdout
    written = (folder / "cdktf.out/stacks/fraud/cdk.tf.json").read_text(encoding="utf-8")
    return json.dumps(json.loads(written.replace(str(folder), "")))


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, capture_output=True)
