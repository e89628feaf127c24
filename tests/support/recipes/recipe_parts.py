"""What the recipes are built on, downloaded once a checkout: npm packages, Python packages, jars, Go modules."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.quiet_run import run_quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["SOURCES", "go_program", "jars", "java_tool", "node", "node_modules", "python_packages"]

SOURCES = Path(__file__).parent
"""What stands around the recipes, a folder a language."""

_CACHE = ROOT / ".cache" / "recipes"
_LOGS = ROOT / ".cache" / "logs"
_COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def node() -> str:
    """Return the project's own Node."""
    return str(ROOT / "node_modules" / ".bin" / "node")


def node_modules() -> Path:
    """Return a folder with the npm packages of the lock file in `node_modules`."""
    names = ("package.json", "package-lock.json")

    def fill(part: Path) -> None:
        for name in names:
            shutil.copy(SOURCES / "node" / name, part)
        _run(["npm", "ci", "--no-audit", "--no-fund"], "Installing the recipes' npm packages", "node", cwd=part)

    return _keyed("node", [SOURCES / "node" / name for name in names], fill)


def python_packages() -> Path:
    """Return a folder with the Python packages of the requirements, for `PYTHONPATH`."""
    requirements = SOURCES / "python" / "requirements.txt"

    def fill(part: Path) -> None:
        command = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(part), "-r", str(requirements)]
        _run(command, "Installing the recipes' Python packages", "python", cwd=part)

    return _keyed("python", [requirements], fill)


def jars() -> Path:
    """Return a folder with the jars that the pom names, and theirs."""
    pom = SOURCES / "java" / "pom.xml"
    _need("mvn", "Maven downloads Spring for its recipe; install Maven 3.6 or newer")

    def fill(part: Path) -> None:
        shutil.copy(pom, part)
        repository = part / "repository"
        options = [f"-Dmaven.repo.local={repository}", f"-DoutputDirectory={part}", "-DincludeScope=runtime"]
        _run(["mvn", "-q", "-B", *options, _COPY_JARS], "Downloading Spring by Maven", "spring", cwd=part)
        shutil.rmtree(repository)

    return _keyed("spring", [pom], fill)


def java_tool(name: str) -> str:
    """Return `java` or `javac`."""
    return _need(name, f"{name} is missing: Spring's recipe is compiled; install a JDK 17 or newer")


def go_program(source: Path) -> Path:
    """Build the folder's Go program; its modules are kept by Go itself."""
    _need("go", "go is missing: go-oidc's recipe is built with it; install Go 1.25 or newer")
    program = source / "recipe"
    environment = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    command = ["go", "build", "-mod=readonly", "-o", str(program), "."]
    run_quietly(command, "Building go-oidc's recipe", environment, _LOGS / "recipes-go.log", cwd=source)
    return program


def _keyed(name: str, sources: Sequence[Path], fill: Callable[[Path], None]) -> Path:
    folder = _CACHE / name
    key = hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()
    with exclusive(folder):
        if not has_key(folder, key):
            with replacing(folder, key) as part:
                fill(part)
    return folder


def _run(command: Sequence[str], title: str, name: str, *, cwd: Path) -> None:
    environment: Mapping[str, str] = {
        **os.environ,
        "PATH": f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}",
    }
    run_quietly(list(command), title, dict(environment), _LOGS / f"recipes-{name}.log", cwd=cwd)


def _need(program: str, remedy: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.fail(remedy)
    return found
