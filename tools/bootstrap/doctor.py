"""What a machine needs before set-up can run: which tools, how new, what for."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.bootstrap.cdk import cdk_of
from tools.bootstrap.provider import recorded_provider, terraform_binary
from tools.bootstrap.provider_mirror import mirror_is_built
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Finding", "Tool", "check_machine", "examine", "needed_tools", "report"]

_SECONDS = 30
_REGISTRY = "https://registry.terraform.io/.well-known/terraform.json"


@dataclass(frozen=True)
class Tool:
    """A tool that the machine must bring.

    Attributes:
        name: As people call it.
        command: Prints its version.
        pattern: Finds the version in what it prints; group 1.
        minimum: The oldest that works.
        purpose: What the project does with it.
    """

    name: str
    command: tuple[str, ...]
    pattern: str
    minimum: str
    purpose: str


@dataclass(frozen=True)
class Finding:
    """What the machine has of one tool.

    Attributes:
        tool: The tool.
        version: What it reports; None when it is not on PATH or does not run.
    """

    tool: Tool
    version: str | None

    @property
    def fault(self) -> str | None:
        """`missing`, `too old`, or None."""
        if self.version is None:
            return "missing"
        return None if _numbers(self.version) >= _numbers(self.tool.minimum) else "too old"

    def line(self) -> str:
        """One line that says what is wrong and what is needed."""
        found = "is missing" if self.version is None else f"{self.version} is too old"
        return f"{self.tool.name} {found}: it {self.tool.purpose}; install {self.tool.minimum} or newer"


def needed_tools(env: Mapping[str, str]) -> tuple[Tool, ...]:
    """The tools that this machine needs; Go only where the provider must be built."""
    return (*_tools(env), *([_GO] if _provider_must_be_built(env) else []))


def examine(tools: Sequence[Tool], env: Mapping[str, str]) -> tuple[Finding, ...]:
    """Ask every tool for its version, all at once."""
    with ThreadPoolExecutor(max_workers=len(tools)) as pool:
        return tuple(pool.map(lambda tool: Finding(tool, _version(tool, env)), tools))


def check_machine(env: Mapping[str, str]) -> None:
    """Raise unless the machine has everything.

    Raises:
        ToolError: A line for each tool that is missing or too old.
    """
    faults = [finding.line() for finding in examine(needed_tools(env), env) if finding.fault]
    if faults:
        raise ToolError("\n".join([*faults, "make doctor lists all that set-up needs"]))


def report(env: Mapping[str, str]) -> tuple[str, bool]:
    """A table of every tool, and whether all are there and new enough."""
    findings = examine(needed_tools(env), env)
    rows = [("tool", "needed", "found", "", "what for")] + [
        (
            finding.tool.name,
            f">= {finding.tool.minimum}",
            finding.version or "-",
            finding.fault or "ok",
            finding.tool.purpose,
        )
        for finding in findings
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    return "\n".join(lines), not any(finding.fault for finding in findings)


_GO = Tool(
    "Go", ("go", "version"), r"\bgo(\d+[\d.]*)", "1.22", "builds the provider, since its registry is out of reach"
)


def _tools(env: Mapping[str, str]) -> tuple[Tool, ...]:
    terraform = terraform_binary(env)
    opentofu = "tofu" in terraform
    cdk = cdk_of(env).name
    return (
        Tool("make", ("make", "--version"), r"Make (\d+[\d.]*)", "3.81", "runs the project's commands"),
        Tool("Python", (sys.executable, "--version"), r"Python (\d+[\d.]*)", "3.11", "runs the app and its tools"),
        Tool("Node", ("node", "--version"), r"v(\d+[\d.]*)", "20", f"runs the {cdk} CLI"),
        Tool("npm", ("npm", "--version"), r"(\d+[\d.]*)", "10", f"installs the {cdk} CLI"),
        Tool("Java", ("java", "-version"), r'version "(\d+[\d.]*)', "17", "runs the local Keycloak"),
        Tool("Maven", ("mvn", "--version"), r"Apache Maven (\d+[\d.]*)", "3.6", "downloads the local Keycloak"),
        Tool(
            "OpenTofu" if opentofu else "Terraform",
            (terraform, "version"),
            r"(?:Terraform|OpenTofu) v(\d+[\d.]*)",
            "1.8" if opentofu else "1.9",
            "applies the stacks",
        ),
    )


def _version(tool: Tool, env: Mapping[str, str]) -> str | None:
    try:
        finished = subprocess.run(
            tool.command,
            env={**env, "CHECKPOINT_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(tool.pattern, finished.stdout)
    return match[1].rstrip(".") if match else None


def _provider_must_be_built(env: Mapping[str, str]) -> bool:
    if mirror_is_built():
        return False
    provider = recorded_provider(env)
    if provider is not None:
        return provider.mirrored
    return not _registry_answers()


def _registry_answers() -> bool:
    """A guess before Terraform itself is asked: it may be what is missing."""
    try:
        with urllib.request.urlopen(_REGISTRY, timeout=5):
            return True
    except OSError:
        return False


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)
