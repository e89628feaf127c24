"""kcwarden, iteratec's auditor of Keycloak realms, run as its users run it: download, then audit."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.paths import CACHE
from tools.bootstrap.python_environment import ensure_python_environment

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["KcwardenFinding", "kcwarden_findings"]

_PINS = Path(__file__).with_name("kcwarden-requirements.txt")
# It asks GitHub for the newest release, so that its answer depends on the day and the network.
_ASKS_GITHUB = "KeycloakVersionShouldBeUpToDate"


@dataclass(frozen=True, order=True)
class KcwardenFinding:
    """One finding.

    Attributes:
        auditor: Name of the check.
        severity: `Info`, `Low`, `Medium`, `High` or `Critical`.
        kind: Such as `Client` or `Realm`.
        entity: Name of what it is about.
    """

    auditor: str
    severity: str
    kind: str
    entity: str

    def __str__(self) -> str:
        """Say it in one line: severity, check, and what it is about."""
        return f"{self.severity} {self.auditor} {self.entity}"

    @property
    def is_info(self) -> bool:
        """Whether it is no more than information."""
        return self.severity == "Info"


def kcwarden_findings(admin: KeycloakAdmin, realm: str, folder: Path) -> list[KcwardenFinding]:
    """Let kcwarden download a live realm's configuration and audit it; return what it finds, sorted.

    Args:
        admin: Whose administrator it logs in as.
        realm: Name of the realm.
        folder: Gets the download.

    Raises:
        ToolError: kcwarden cannot be installed.
    """
    program = ensure_python_environment(CACHE / "kcwarden", _PINS, "kcwarden") / "kcwarden"
    dump = folder / f"{realm}.json"
    login = ["--realm", realm, "--auth-method", "password", "--user", admin.user, "--output", str(dump)]
    _run(str(program), "download", *login, admin.url, password=admin.password)
    printed = _run(str(program), "audit", "--format", "json", str(dump))
    found = (
        KcwardenFinding(each["reporting_auditor"], each["severity"], each["entity_type"], each["entity"])
        for each in json.loads(printed)
    )
    return sorted(finding for finding in found if finding.auditor != _ASKS_GITHUB)


def _run(*command: str, password: str = "") -> str:
    # The password goes by the environment, which no other user of the machine reads.
    result = subprocess.run(
        command,
        env={**os.environ, "KCWARDEN_KEYCLOAK_PASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"{' '.join(command[:2])}: {result.stdout[-2000:]}{result.stderr[-2000:]}"
    return result.stdout
