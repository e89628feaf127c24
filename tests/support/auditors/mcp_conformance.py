"""The Model Context Protocol's own conformance suite, as it tests an authorization server."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.support.people.browser import open_page
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import CACHE, LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.bootstrap.tool_environment import tool_environment

if TYPE_CHECKING:
    from tests.support.realms.principals import Person

__all__ = ["ConformanceCheck", "conformance_checks"]

_PACKAGE = Path(__file__).with_name("mcp_conformance_package")
_FILES = ("package.json", "package-lock.json")


@dataclass(frozen=True, order=True)
class ConformanceCheck:
    """One check of the suite.

    Attributes:
        name: Its id.
        status: `SUCCESS`, `FAILURE`, `WARNING`, `SKIPPED` or `INFO`.
        error: What it says of a failure.
    """

    name: str
    status: str
    error: str = ""

    def __str__(self) -> str:
        """Say it in one line: result and check."""
        return f"{self.status} {self.name}"


def conformance_checks(person: Person, folder: Path) -> list[ConformanceCheck]:
    """Run all of the suite's scenarios for an authorization server, with a real browser where one is asked for.

    Args:
        person: Who logs in, at a public application with the redirect URI `http://127.0.0.1:<port>/callback`: there the
            suite awaits the browser.
        folder: Gets the results.

    Returns:
        The checks, sorted.

    Raises:
        ToolError: The suite cannot be installed.
    """
    port = urlsplit(person.redirect_uri).port
    options = ["--url", person.endpoints.issuer, "--client-id", person.client_id, "--port", str(port)]
    with subprocess.Popen(
        [_program(), "authorization", *options, "--output-dir", str(folder)],
        env=tool_environment(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as suite:
        assert suite.stdout is not None
        said = []
        for line in suite.stdout:
            said.append(line)
            if line.startswith(person.endpoints.authorization_endpoint):
                _log_in(line.strip(), person)
    results = sorted(folder.glob("*/checks.json"))
    assert results, f"the suite wrote no results: {''.join(said)[-2000:]}"
    return sorted(
        ConformanceCheck(check["id"], check["status"], check.get("errorMessage", ""))
        for file in results
        for check in json.loads(file.read_text(encoding="utf-8"))
    )


def _log_in(url: str, person: Person) -> None:
    with open_page() as page:
        page.goto(url)
        page.fill("#username", person.username)
        page.fill("#password", person.password)
        page.click("#kc-login")
        page.wait_for_url(f"{person.redirect_uri}?**")


def _program() -> str:
    folder = CACHE / "mcp-conformance"
    key = hashlib.sha256(b"".join((_PACKAGE / name).read_bytes() for name in _FILES)).hexdigest()
    with exclusive(folder):
        if not has_key(folder, key):
            with replacing(folder, key) as part:
                for name in _FILES:
                    shutil.copyfile(_PACKAGE / name, part / name)
                command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
                log = LOGS / "mcp-conformance.log"
                run_quietly(
                    command, "Installing the MCP conformance suite", tool_environment(os.environ), log, cwd=part
                )
    return str(folder / "node_modules" / ".bin" / "conformance")
