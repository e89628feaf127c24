"""Runs a login by Authlib, with a person before the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.project.checkout import ROOT
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.quiet_run import run_quietly

if TYPE_CHECKING:
    from tests.support.realms.principals import Person

__all__ = ["log_in_by_authlib"]

_PIN = "Authlib==1.9.10"
"""What it needs beside, httpx, joserfc and cryptography, the project has."""
_FOLDER = ROOT / ".cache" / "authlib"
_SCRIPT = Path(__file__).with_name("authlib_login.py")


def log_in_by_authlib(person: Person, *scopes: str) -> dict[str, Any]:
    """Let a person log in at an application that is built on Authlib.

    Args:
        person: Who, and where.
        scopes: What the application asks for.

    Returns:
        `status` and `body` of the userinfo endpoint, and the `access_token`.
    """
    known = {
        "discovery": person.endpoints.discovery_url,
        "client_id": person.client_id,
        "client_secret": person.client_secret,
        "redirect_uri": person.redirect_uri,
        "scope": " ".join(scopes),
    }
    with subprocess.Popen(
        [sys.executable, str(_SCRIPT)],
        env={**os.environ, "PYTHONPATH": str(_authlib())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{json.dumps(known)}\n")
        process.stdin.flush()
        came_back = person.callback(process.stdout.readline().strip())
        output, _ = process.communicate(f"{came_back}\n")
    assert process.returncode == 0
    return dict(json.loads(output))


def _authlib() -> Path:
    with exclusive(_FOLDER):
        if not has_key(_FOLDER, _PIN):
            with replacing(_FOLDER, _PIN) as part:
                command = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(part), _PIN]
                run_quietly(command, "Installing Authlib", os.environ, ROOT / ".cache" / "logs" / "authlib.log")
    return _FOLDER
