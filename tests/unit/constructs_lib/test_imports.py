"""Imports go one way, and what knows no CDK starts none."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

# In a process of its own: what is imported, and what the interpreter's audit events (PEP 578) say is started.
_PROGRAM = """
import importlib, json, pkgutil, sys

started = []
STARTS = {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"}
sys.addaudithook(lambda event, arguments: started.append(event) if event in STARTS else None)
root = importlib.import_module(sys.argv[1])
modules = [found.name for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")]
for name in modules:
    importlib.import_module(name)
cdk = sorted({"cdktf", "cdktn", "constructs", "jsii"} & set(sys.modules))
print(json.dumps({"modules": len(modules), "cdk": cdk, "started": started}))
"""


def _import_all(package: str) -> tuple[int, list[str], list[str]]:
    """Import all of a package; return how many modules it has, which parts of the CDK came too, what was started."""
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, package], cwd=ROOT, capture_output=True, text=True, check=True
    )
    report = json.loads(result.stdout.splitlines()[-1])
    return report["modules"], report["cdk"], report["started"]


@pytest.mark.slow
def test_a_start_of_the_cdk_would_be_seen() -> None:
    """The next test can fail: a room of constructs imports the CDK, whose runtime starts Node."""
    _, cdk, started = _import_all("constructs_lib.models")
    assert "jsii" in cdk
    assert "subprocess.Popen" in started


@pytest.mark.parametrize(("room", "least"), [("declaration", 10), ("gateways", 10), ("review", 4)])
def test_room_without_cdk_starts_nothing(room: str, least: int) -> None:
    """All that declares, checks and decides can be imported without Node, the CDK, or any other program."""
    modules, cdk, started = _import_all(f"constructs_lib.{room}")
    assert modules >= least
    assert (cdk, started) == ([], [])


def _judge(config: Path) -> tuple[int, str]:
    """Return import-linter's exit code and what it says."""
    if find_spec("importlinter") is None:
        pytest.fail("import-linter is missing: run make setup")
    command = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports("]
    command[-1] += "sys.argv[1], no_cache=True, no_logo=True))"
    result = subprocess.run([*command, str(config)], cwd=ROOT, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def test_an_import_upwards_would_be_found(tmp_path: Path) -> None:
    """The next test can fail: with the rooms upside down, each reads what it must not."""
    config = tmp_path / "upside_down.toml"
    config.write_text(
        "[tool.importlinter]\nroot_package = 'constructs_lib'\n"
        "[[tool.importlinter.contracts]]\nname = 'Upside down'\ntype = 'layers'\n"
        "containers = ['constructs_lib']\nlayers = ['declaration', 'terraform']\n",
        encoding="utf-8",
    )
    status, said = _judge(config)
    assert status == 1
    assert "constructs_lib.terraform is not allowed to import constructs_lib.declaration" in said


def test_imports_keep_the_contracts() -> None:
    """The rooms read one another as CONTRIBUTING's table says; the contracts stand in pyproject.toml."""
    status, said = _judge(ROOT / "pyproject.toml")
    assert status == 0, said


def test_contracts_name_every_package_of_the_project() -> None:
    """A package beside these would be in no contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert set(contracts["root_packages"]) == packages
