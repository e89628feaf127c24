"""What a machine lacks is said all at once, before anything is done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.doctor import Finding, Tool, examine, needed_tools
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

NEW_ENOUGH = {
    "make": "GNU Make 4.3",
    "node": "v22.23.3",
    "npm": "11.19.1",
    "java": 'openjdk version "17.0.15" 2025-04-15',
    "mvn": "Apache Maven 3.8.7",
    "terraform": "Terraform v1.11.4",
    "go": "go version go1.26.8 linux/amd64",
}

# A proxy that refuses: neither Terraform nor the check reaches the registry, on any machine.
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "NO_PROXY": "", "no_proxy": ""}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's code with nothing installed."""
    for name in ("tools", "stacks", "provider_bindings", "constructs_lib"):
        ignored = shutil.ignore_patterns("__pycache__", ".generated")
        shutil.copytree(ROOT / name, tmp_path / "project" / name, ignore=ignored)
    for name in ("package.json", "package-lock.json", "Pipfile", "Pipfile.lock", "Makefile"):
        shutil.copy(ROOT / name, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def binaries(tmp_path: Path) -> Path:
    """A folder to be the whole PATH."""
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def _reports(binaries: Path, name: str, version: str) -> None:
    (binaries / name).write_text(f"#!/bin/sh\necho '{version}'\n")
    (binaries / name).chmod(0o755)


def _real(binaries: Path, *names: str) -> None:
    """Scripts that call the machine's own tools, with the machine's PATH for what those need themselves."""
    for name in names:
        real = shutil.which(name)
        assert real, f"{name} is missing on this machine: run make doctor"
        (binaries / name).write_text(f'#!/bin/sh\nPATH="{os.environ["PATH"]}" exec {real} "$@"\n')
        (binaries / name).chmod(0o755)


def _bootstrap(project: Path, binaries: Path, command: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(binaries), "HOME": str(binaries), "CDK": "cdktf", **NO_NETWORK}
    return subprocess.run(
        [sys.executable, "-m", "tools.bootstrap", command],
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_empty_machine(project: Path, binaries: Path) -> None:
    """Set-up ends with a line for every tool, and has touched nothing."""
    before = {path.name for path in project.iterdir()}
    finished = _bootstrap(project, binaries, "setup")
    assert finished.stderr.splitlines() == [
        "make is missing: it runs the project's commands; install 3.81 or newer",
        "Node is missing: it runs the cdktf CLI; install 20 or newer",
        "npm is missing: it installs the cdktf CLI; install 10 or newer",
        "Java is missing: it runs the local Keycloak; install 17 or newer",
        "Maven is missing: it downloads the local Keycloak; install 3.6 or newer",
        "Terraform is missing: it applies the stacks; install 1.9 or newer",
        "Go is missing: it builds the provider, since its registry is out of reach; install 1.22 or newer",
        "make doctor lists all that set-up needs",
    ]
    assert finished.stdout == ""
    assert finished.returncode == 1
    assert {path.name for path in project.iterdir()} - {"__pycache__"} == before


@pytest.mark.parametrize(
    ("name", "prints", "line"),
    [
        ("node", "v18.20.4", "Node 18.20.4 is too old: it runs the cdktf CLI; install 20 or newer"),
        ("npm", "9.2.0", "npm 9.2.0 is too old: it installs the cdktf CLI; install 10 or newer"),
        (
            "java",
            'openjdk version "11.0.24" 2024-07-16',
            "Java 11.0.24 is too old: it runs the local Keycloak; install 17 or newer",
        ),
        (
            "java",
            'java version "1.8.0_392"',
            "Java 1.8.0 is too old: it runs the local Keycloak; install 17 or newer",
        ),
        (
            "mvn",
            "Apache Maven 3.3.9",
            "Maven 3.3.9 is too old: it downloads the local Keycloak; install 3.6 or newer",
        ),
        (
            "go",
            "go version go1.19.8 linux/amd64",
            "Go 1.19.8 is too old: it builds the provider, since its registry is out of reach; install 1.22 or newer",
        ),
        ("terraform", "Terraform v1.8.5", "Terraform 1.8.5 is too old: it applies the stacks; install 1.9 or newer"),
        ("terraform", "not what it seems", "Terraform is missing: it applies the stacks; install 1.9 or newer"),
    ],
)
def test_one_tool_is_wrong(name: str, prints: str, line: str, project: Path, binaries: Path) -> None:
    """A tool that is too old, or no such tool at all, is the one that is named."""
    for tool, version in {**NEW_ENOUGH, name: prints}.items():
        _reports(binaries, tool, version)
    finished = _bootstrap(project, binaries, "setup")
    assert finished.stderr.splitlines() == [line, "make doctor lists all that set-up needs"]
    assert finished.returncode == 1


def test_table(project: Path, binaries: Path) -> None:
    """`make doctor` shows every tool, what was found, and what it is for."""
    for tool, version in {**NEW_ENOUGH, "node": "v18.20.4"}.items():
        if tool != "java":
            _reports(binaries, tool, version)
    finished = _bootstrap(project, binaries, "doctor")
    python = sys.version.split()[0]
    assert [row.rstrip() for row in finished.stdout.splitlines()] == [
        "tool       needed   found             what for",
        "make       >= 3.81  4.3      ok       runs the project's commands",
        f"Python     >= 3.11  {python:<7}  ok       runs the app and its tools",
        "Node       >= 20    18.20.4  too old  runs the cdktf CLI",
        "npm        >= 10    11.19.1  ok       installs the cdktf CLI",
        "Java       >= 17    -        missing  runs the local Keycloak",
        "Maven      >= 3.6   3.8.7    ok       downloads the local Keycloak",
        "Terraform  >= 1.9   1.11.4   ok       applies the stacks",
        "Go         >= 1.22  1.26.8   ok       builds the provider, since its registry is out of reach",
    ]
    assert finished.returncode == 1


def test_complete_machine(project: Path, binaries: Path) -> None:
    """With everything there, as on this machine, the exit code is 0."""
    _real(binaries, *NEW_ENOUGH)
    finished = _bootstrap(project, binaries, "doctor")
    assert (finished.returncode, finished.stderr) == (0, "")


def test_other_cdk() -> None:
    """With the other CDK the same tools are needed, for its own sake; one that does not exist is refused."""
    purposes = {tool.name: tool.purpose for tool in needed_tools({"PATH": "", "CDK": "cdktn"})}
    assert (purposes["Node"], purposes["npm"]) == ("runs the cdktn CLI", "installs the cdktn CLI")
    with pytest.raises(ToolError, match=r"^CDK must be cdktf or cdktn, got 'x'$"):
        needed_tools({"CDK": "x"})


@pytest.mark.parametrize(("version", "fault"), [("1.7.9", "too old"), ("1.8.0", None), ("1.12.6", None)])
def test_opentofu(version: str, fault: str | None, binaries: Path) -> None:
    """`TERRAFORM_BINARY_NAME` puts OpenTofu in Terraform's place."""
    _reports(binaries, "tofu", f"OpenTofu v{version}")
    env = {"PATH": str(binaries), "TERRAFORM_BINARY_NAME": "tofu"}
    found = [finding for finding in examine(needed_tools(env), env) if finding.tool.name == "OpenTofu"]
    assert [(finding.version, finding.fault) for finding in found] == [(version, fault)]


@pytest.mark.parametrize(
    ("version", "minimum", "fault"),
    [(None, "20", "missing"), ("9.9", "20", "too old"), ("20", "20", None), ("1.10.0", "1.9", None)],
)
def test_versions_are_numbers(version: str | None, minimum: str, fault: str | None) -> None:
    """Versions are compared number by number, not as text."""
    assert Finding(Tool("x", ("x",), "", minimum, "does x"), version).fault == fault


def test_no_python(project: Path, binaries: Path) -> None:
    """Make itself says that Python is missing or too old."""
    _reports(binaries, "python3", "")
    (binaries / "python3").write_text("#!/bin/sh\nexit 1\n")
    make = shutil.which("make")
    assert make, "make is missing on this machine"
    env = {"PATH": str(binaries), "SHELL": "/bin/sh"}
    finished = subprocess.run([make, "doctor"], cwd=project, env=env, capture_output=True, text=True, check=False)
    assert finished.stderr.splitlines()[0] == (
        "Python is missing: it runs the app and its tools; install 3.11 or newer"
    )
    assert finished.returncode == 2
