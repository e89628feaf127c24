"""Whatever set-up made and something else damaged is found and made anew by the next `make`."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings.provider_constraint import PROVIDER_SOURCE
from tests.support.project.checkout import ROOT, copy_project

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.project.checkout import Checkout

pytestmark = [pytest.mark.integration, pytest.mark.first]

_SITE = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
_MIRROR = ".cache/provider-mirror/registry.terraform.io/keycloak/keycloak/4.5.0/linux_amd64"
_CONFIG, _RECORD = ".cache/terraformrc", ".cache/provider.json"
_PROVIDER = f"{_MIRROR}/terraform-provider-keycloak_v4.5.0"
_RECORDS = (_RECORD, _CONFIG, ".venv/pyvenv.cfg", "node_modules/.package-lock.json")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the project with everything that set-up made as its own, which the tests may damage."""
    folder = tmp_path_factory.mktemp("damage")
    made = copy_project(folder / "checkout")
    # Whatever this machine has: here Terraform finds no provider, and set-up builds one.
    (folder / "terraformrc").write_text(f'provider_installation {{ filesystem_mirror {{ path = "{folder}" }} }}')
    made.environment["TF_CLI_CONFIG_FILE"] = str(folder / "terraformrc")
    for name in (".cache", ".venv", "node_modules", "provider_bindings/.generated"):
        (made.root / name).unlink()
    (made.root / ".cache").mkdir()
    parts = ("pipenv", "provider-mirror", "provider.json", "terraformrc")
    for name in (*(f".cache/{part}" for part in parts), ".venv", "node_modules", "provider_bindings/.generated"):
        if not (ROOT / name).exists():
            continue
        if (ROOT / name).is_dir():
            # Links to the same files: damage is done by new files in their place, never by writing to them.
            shutil.copytree(ROOT / name, made.root / name, symlinks=True, copy_function=_linked)
        else:
            shutil.copy2(ROOT / name, made.root / name)
    _set_up(made)
    yield made
    shutil.rmtree(made.root)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another file system
        shutil.copy2(source, target, follow_symlinks=False)


def _set_up(checkout: Checkout) -> subprocess.CompletedProcess[str]:
    result = checkout.run(sys.executable, "-m", "tools.bootstrap", "setup")
    assert result.returncode == 0, result.stderr
    return result


def _replaced(path: Path, content: bytes | None) -> None:
    path.unlink()
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o755)


def _records(root: Path) -> dict[Path, tuple[int, int]]:
    """Return inode and time of what set-up writes as it makes something."""
    paths = [*(root / name for name in _RECORDS), *(root / _MIRROR).iterdir()]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def _assert_whole(checkout: Checkout) -> None:
    """Assert that set-up has nothing more to do, and that Terraform and the app find what they need."""
    made = _records(checkout.root)
    assert _set_up(checkout).stderr == ""
    assert _records(checkout.root) == made
    scratch = checkout.root / "scratch"
    scratch.mkdir(exist_ok=True)
    required = {"terraform": {"required_providers": {"keycloak": {"source": PROVIDER_SOURCE}}}}
    (scratch / "main.tf.json").write_text(json.dumps(required))
    config = {"TF_CLI_CONFIG_FILE": str(checkout.root / ".cache" / "terraformrc")}
    init = checkout.run("terraform", "init", "-no-color", cwd=scratch, variables=config)
    assert "has been successfully initialized" in init.stdout, init.stderr
    schema = checkout.run("terraform", "providers", "schema", "-json", cwd=scratch, variables=config)
    assert "keycloak_realm" in schema.stdout, schema.stderr
    shutil.rmtree(scratch)


def _changed_record(root: Path) -> None:
    """Say that the provider is another version, which somebody else built."""
    record = root / _RECORD
    _replaced(record, record.read_bytes().replace(b"4.5.0", b"5.9.0").replace(b"true", b"false"))


_DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no-config": (lambda root: _replaced(root / _CONFIG, None), ""),
    "changed-record": (_changed_record, "the project builds its own, version 4.5.0"),
    "cut-provider": (
        lambda root: _replaced(root / _PROVIDER, b"\x7fELF"),
        ".cache/provider-mirror is damaged (registry.terraform.io/keycloak/keycloak/4.5.0/",
    ),
    "empty-config": (lambda root: _replaced(root / _CONFIG, b""), ""),
    "no-record": (lambda root: _replaced(root / _RECORD, None), "the project builds its own, version 4.5.0"),
    "cut-record": (lambda root: _replaced(root / _RECORD, b'{"version": "4.5'), "the project builds its own"),
    "lost": (lambda root: shutil.rmtree(root / _MIRROR), ".cache/provider-mirror is damaged ("),
    "no-locks": (lambda root: shutil.rmtree(root / ".cache/locks"), ""),
}
_QUICK = ("no-config", "changed-record", "cut-provider")


@pytest.mark.parametrize(
    "damage", [pytest.param(name, marks=() if name in _QUICK else pytest.mark.long) for name in _DAMAGE]
)
def test_provider(checkout: Checkout, damage: str) -> None:
    """Terraform's way to the provider, and the provider itself."""
    do, said = _DAMAGE[damage]
    do(checkout.root)
    assert said in _set_up(checkout).stderr
    _assert_whole(checkout)


@pytest.mark.long
@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("node_modules", "node/bin/node"),
        ("node_modules", "@cdktf/cli-core/package.json"),
        (".cache/pipenv", "bin/pipenv"),
        ("provider_bindings/.generated/4.5.0", "src/cdktf_cdktf_provider_keycloak/__init__.py"),
        (".venv", f"{_SITE}/cdktf/__init__.py"),
        (".venv", f"{_SITE}/cdktf_cdktf_provider_keycloak/__init__.py"),
        (".venv", "bin/python"),
    ],
)
@pytest.mark.parametrize("content", [None, b""], ids=["lost", "emptied"])
def test_packages(checkout: Checkout, folder: str, file: str, content: bytes | None) -> None:
    """The packages of npm, Pipenv, the generated bindings, and the Python packages with them."""
    _replaced(checkout.root / folder / file, content)
    assert f"{folder} is damaged ({file}): it is made anew" in _set_up(checkout).stderr
    _assert_whole(checkout)
    synth = checkout.run(str(checkout.root / ".venv/bin/python"), "-m", "tools", "cdktf", "synth")
    assert synth.returncode == 0, synth.stderr
