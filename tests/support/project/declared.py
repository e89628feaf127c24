"""A repository whose one environment a test writes, and changes as it goes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self

from tests.support.project.checkout import ROOT
from tests.support.project.own_repository import OwnRepository
from tests.support.servers.keycloak import provider_variables
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

__all__ = ["AUTH", "Declared", "team"]

ADA = {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}
AUTH = {"method": "private_key_jwt", "jwks_url": "https://runner.example.com/jwks"}
"""Proves a consumer without a secret."""
_INSECURE = {"ssl_required": "external", "login": {"verify_email": False}}
_REASON = "an environment of this test alone"


def team(*consumers: str, people: bool = False, **grants: list[str]) -> dict[str, Any]:
    """Return a team's file.

    Args:
        consumers: Its consumers.
        people: It has a person, ada.
        grants: What each consumer may call.
    """
    declared = {name: {"auth": AUTH, "grants": grants or {"scorer": ["predict"]}} for name in consumers}
    return {"consumers": declared, **({"people": {"ada": ADA}} if people else {})}


class Declared(OwnRepository):
    """A repository with one environment, which has the name of its realm."""

    @classmethod
    def in_folder(cls, name: str, folder: Path, keycloak: KeycloakServer) -> Self:
        """Make it; nothing is declared yet.

        Args:
            name: Name of the environment and of the realm.
            folder: An empty folder.
            keycloak: Where it is deployed to.
        """
        made = OwnRepository.of("demo", name, folder=folder, keycloak=keycloak)
        (made.root / "environments" / "demo.yaml").unlink()
        shutil.rmtree(made.root / "environments" / "demo")
        return cls(made.root, name, name, keycloak, made.variables)

    @classmethod
    def elsewhere(cls, name: str, folder: Path, keycloak: KeycloakServer, url: str) -> Self:
        """Make one whose Keycloak is not on this machine, with secrets for `ada` and the API's client.

        Args:
            name: Name of the environment and of the realm.
            folder: An empty folder.
            keycloak: Where it is deployed to.
            url: Its address, which is not loopback's.
        """
        made = cls.in_folder(name, folder, keycloak)
        (made.root / ".env").unlink()
        secrets = ("ada_initial_password", "runner_api_client_secret")
        made.variables.update(
            {
                **provider_variables(keycloak),
                "KEYCLOAK_URL": url,
                "TF_VAR_keycloak_url": url,
                **{f"TF_VAR_{secret}": random_secret() for secret in secrets},
                # Else what the checkout's own .env says as well would not be this realm's.
                "PIPENV_DONT_LOAD_ENV": "1",
            }
        )
        return made

    def write(
        self,
        models: Mapping[str, Any] | None = None,
        *,
        url: str = "",
        top: Mapping[str, Any] | None = None,
        **teams: dict[str, Any],
    ) -> None:
        """Declare models and teams, and nothing else.

        Args:
            models: The models; by default one, scorer.
            url: Where Keycloak answers, if not on this machine.
            top: More keys of the environment's file.
            teams: Files of teams.
        """
        folder = self.root / "environments"
        body = {
            "keycloak": {"url": url or self.keycloak.url},
            "realm": {"name": self.realm, **(_INSECURE if url else {})},
            "api": {"client_id": "runner-api"},
            "models": models or {"scorer": {}},
            "exemptions": self._exemptions(people=any("people" in each for each in teams.values())) if url else [],
            **(top or {}),
        }
        _write(folder / f"{self.name}.yaml", body)
        (folder / self.name / "teams").mkdir(parents=True, exist_ok=True)
        for file in (folder / self.name / "teams").iterdir():
            file.unlink()
        for name, declared in teams.items():
            _write(folder / self.name / "teams" / f"{name}.yaml", declared)

    def _exemptions(self, *, people: bool) -> list[dict[str, str]]:
        """Return what guardrails object to of a Keycloak without TLS that is not on this machine."""
        resources = {
            "KC-LOCAL-STATE": f"{self.name}*",
            "KC-TLS": f"{self.name}/Realm/Realm/Realm",
            "KC-EMAIL-VERIFICATION": f"{self.name}/Realm/Realm/Realm",
            **({"KC-LOCAL-USER": f"{self.name}-*/Access/People/*/User"} if people else {}),
        }
        return [{"rule": rule, "resource": resource, "reason": _REASON} for rule, resource in resources.items()]

    def client_uuid(self, name: str) -> str | None:
        """Return the internal id of a client."""
        found = self.keycloak.admin.get(f"realms/{self.realm}/clients", clientId=name).json()
        return str(found[0]["id"]) if found else None

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `python -m tools`."""
        return subprocess.Popen(
            [sys.executable, "-m", "tools", *arguments],
            cwd=ROOT,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )


def _write(file: Path, body: dict[str, Any]) -> None:
    file.write_text(json.dumps(body, indent=2), encoding="utf-8")  # which is YAML as well
