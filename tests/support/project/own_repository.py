"""A repository of one's own with one environment, deployed by the project's own command to a Keycloak of the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.project.checkout import ROOT
from tests.support.servers.keycloak import provider_variables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

__all__ = ["OwnRepository"]

_TIMEOUT_S = 600
_OWN = ("KEYCLOAK_", "TF_VAR_", "PG_", "MAKE", "CONFIRM", "TAKE_OVER", "PIPENV_")
_BASE = "_base.yaml"


@dataclass(frozen=True)
class OwnRepository:
    """The repository.

    Attributes:
        root: Its folder.
        name: Name of the environment.
        realm: Its realm.
        keycloak: Where it is deployed to.
        variables: Environment of its commands.
    """

    root: Path
    name: str
    realm: str
    keycloak: KeycloakServer
    variables: dict[str, str] = field(repr=False)

    @classmethod
    def of(
        cls, name: str, realm: str, *, folder: Path, keycloak: KeycloakServer, edits: Mapping[str, str] | None = None
    ) -> OwnRepository:
        """Copy one of the product's environments.

        Args:
            name: Its name.
            realm: What its realm is called here.
            folder: An empty folder.
            keycloak: Where it is deployed to.
            edits: Texts of the environment's file, and what stands in their place.
        """
        source, target = ROOT / "environments", folder / "environments"
        target.mkdir()
        for file in (_BASE, f"{name}.yaml"):
            shutil.copy2(source / file, target)
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        declared = target / f"{name}.yaml"
        text = declared.read_text()
        (line,) = [line for line in text.splitlines() if line.startswith("  name: ")]
        for old, new in {line: f"  name: {realm}", **(edits or {})}.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        declared.write_text(text)
        return cls._of_folder(name, realm, folder, keycloak)

    @classmethod
    def holding(
        cls, files: Mapping[str, str], realm: str, *, folder: Path, keycloak: KeycloakServer
    ) -> dict[str, OwnRepository]:
        """Write environments of one realm.

        Args:
            files: Texts of the environments' files by their names.
            realm: Their realm.
            folder: An empty folder.
            keycloak: Where they are deployed to.

        Returns:
            The same repository for each environment, by its name.
        """
        (folder / "environments").mkdir()
        for name, text in files.items():
            (folder / "environments" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return {name: cls._of_folder(name, realm, folder, keycloak) for name in files}

    @classmethod
    def _of_folder(cls, name: str, realm: str, folder: Path, keycloak: KeycloakServer) -> OwnRepository:
        shutil.copy2(keycloak.dotenv, folder / ".env")
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(_OWN)}
        variables = {
            **inherited,
            "ENVIRONMENTS": str(folder),
            "KEYCLOAK_DATA": str(keycloak.data),
            "KEYCLOAK_PORT": str(keycloak.port),
            "NO_COLOR": "1",
            "PYTHONUNBUFFERED": "1",
        }
        return cls(folder, name, realm, keycloak, variables)

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m tools`."""
        return subprocess.run(
            [sys.executable, "-m", "tools", *arguments],
            cwd=ROOT,
            env={**self.variables, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
        )

    def give_keycloak(self) -> Path:
        """Let its Keycloak be the caller's own, which variables give, and not the one that commands start.

        Returns:
            The folder that would be made if a Keycloak were started for it.
        """
        (self.root / ".env").unlink(missing_ok=True)
        unused = self.root / "started"
        given = {**provider_variables(self.keycloak), "KEYCLOAK_DATA": str(unused), "PIPENV_DONT_LOAD_ENV": "1"}
        self.variables.update({name: value for name, value in given.items() if name != "TF_VAR_keycloak_url"})
        self.variables.pop("KEYCLOAK_PORT")
        return unused

    def deploy(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Deploy the environment; it must end well.

        Args:
            options: Of the command.
        """
        result = self.run("deploy", self.name, *options)
        assert result.returncode == 0, result.stdout + result.stderr
        return result

    def assert_settled(self) -> None:
        """Assert that another deployment would change nothing."""
        result = self.run("diff", self.name)
        assert (result.returncode, "No changes." in result.stdout) == (0, True), result.stdout + result.stderr

    @property
    def states(self) -> list[Path]:
        """Its state files."""
        return sorted(self.root.glob("terraform.*.tfstate"))

    def objects(self) -> frozenset[tuple[str, str]]:
        """Return type and id of everything in its states."""
        return frozenset(
            (resource["type"], instance["attributes"]["id"])
            for state in self.states
            for resource in json.loads(state.read_bytes())["resources"]
            if resource["mode"] == "managed" and resource["type"].startswith("keycloak_")
            for instance in resource["instances"]
        )

    def inventory(self) -> list[str]:
        """Return what the realm holds, sorted, by the names that people know: whatever is there twice is here twice."""
        everything = {"exportClients": "true", "exportGroupsAndRoles": "true"}
        path = f"realms/{self.realm}/partial-export"
        realm = self.keycloak.admin.request("POST", path, params=everything).json()
        users = self.keycloak.admin.get(f"realms/{self.realm}/users", max="1000").json()
        accounts = [f"user {user['username']} {_credentials(self, user['id'])}" for user in users]
        return sorted([*accounts, *(text.replace(self.realm, "<realm>") for text in _named(realm))])

    def planned(self) -> list[str]:
        """Return the stacks of which the last deployment asked Terraform for a plan."""
        log = (self.root / ".cache" / "logs" / f"deploy-{self.name}.log").read_text(encoding="utf-8")
        return sorted({line.split()[0] for line in log.splitlines() if line.endswith("| terraform plan")})

    def remove_realm(self) -> None:
        """Remove the realm, if it is there."""
        self.keycloak.admin.delete_realm(self.realm)


def _credentials(repository: OwnRepository, user: str) -> list[str]:
    found = repository.keycloak.admin.get(f"realms/{repository.realm}/users/{user}/credentials").json()
    return sorted(credential["type"] for credential in found)


def _named(realm: dict[str, Any]) -> Iterator[str]:
    for kind, key in (("clients", "clientId"), ("clientScopes", "name")):
        for entry in realm.get(kind, []):
            yield f"{kind} {entry[key]}"
            yield from (f"{entry[key]} mapper {mapper['name']}" for mapper in entry.get("protocolMappers", []))
    for flow in realm["authenticationFlows"]:
        steps = [step.get("authenticator") or step.get("flowAlias") for step in flow["authenticationExecutions"]]
        yield f"flow {flow['alias']} {sorted(map(str, steps))}"
    yield from (f"settings {entry['alias']}" for entry in realm["authenticatorConfig"])
    yield from (f"role {role['name']}" for role in realm["roles"].get("realm", []))
    for client, roles in realm["roles"].get("client", {}).items():
        yield from (f"role {client} {role['name']}" for role in roles)
    yield from (f"group {path}" for path in _paths(realm.get("groups", [])))
    yield from (f"identity provider {entry['alias']}" for entry in realm.get("identityProviders", []))
    mappers = realm.get("identityProviderMappers", [])
    yield from (f"{entry['identityProviderAlias']} mapper {entry['name']}" for entry in mappers)
    for kind, components in realm.get("components", {}).items():
        for entry in components:
            yield f"component {kind} {entry['name']}"
            for inner in entry.get("subComponents", {}).values():
                yield from (f"{entry['name']} mapper {mapper['name']}" for mapper in inner)


def _paths(groups: list[dict[str, Any]]) -> Iterator[str]:
    for group in groups:
        yield group["path"]
        yield from _paths(group.get("subGroups", []))
