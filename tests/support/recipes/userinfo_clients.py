"""Asks the userinfo endpoint by standard clients of other languages, which know nothing of Keycloak."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from tests.support.recipes.recipe_parts import SOURCES, go_program, node, node_modules
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["USERINFO_CLIENTS", "ask_userinfo"]


def _go(folder: Path) -> Sequence[str]:
    shutil.copytree(SOURCES / "go_userinfo", folder, dirs_exist_ok=True)
    return [str(go_program(folder))]


def _node(folder: Path) -> Sequence[str]:
    (folder / "node_modules").symlink_to(node_modules() / "node_modules")
    for name in ("package.json", "userinfo.js"):
        shutil.copy(SOURCES / "node" / name, folder)
    return [node(), str(folder / "userinfo.js")]


USERINFO_CLIENTS: Mapping[str, Callable[[Path], Sequence[str]]] = {"go-oidc": _go, "openid-client": _node}
"""How each client is made ready in an empty folder, by its name: the command that runs it."""


def ask_userinfo(command: Sequence[str], issuer: str, client_id: str, subject: str, token: str) -> dict[str, Any]:
    """Ask who somebody is.

    Args:
        command: Of `USERINFO_CLIENTS`.
        issuer: Where the client looks for the endpoint.
        client_id: The application's name.
        subject: Who the ID token says it is: the answer has to say the same.
        token: The access token, which stands on no command line.

    Returns:
        `status` and `body` of the answer.
    """
    finished = subprocess.run(
        [*command, issuer, client_id, subject],
        input=token,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert finished.returncode == 0, finished.stderr
    return dict(json.loads(finished.stdout))
