"""A realm of before, and a repository that adopts it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any, Self

from ruamel.yaml import YAML

from tests.support.project.own_repository import OwnRepository

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.support.adoption.callers import Callers
    from tools.keycloak.server import KeycloakServer

__all__ = ["Adopted"]


_OFF: tuple[object, ...] = (None, "", False, "false", [], [""], ["false"])


class Adopted(OwnRepository):
    """A repository without an environment, and a realm to make one of."""

    @classmethod
    def in_folder(cls, folder: Path, keycloak: KeycloakServer, realm: dict[str, Any]) -> Self:
        """Make both; nothing is adopted yet.

        Args:
            folder: An empty folder.
            keycloak: Where the realm is made.
            realm: The realm, as Keycloak imports it; its name is the environment's as well.
        """
        name = str(realm["realm"])
        keycloak.admin.delete_realm(name)
        keycloak.admin.request("POST", "realms", json=realm)
        made = OwnRepository.of("demo", name, folder=folder, keycloak=keycloak)
        shutil.rmtree(folder / "environments")
        (folder / "environments").mkdir()
        # Every repository has an environment already, as `make init` writes one.
        other = f"keycloak: {{url: {keycloak.url}}}\nrealm: {{name: {name}-other}}\napi: {{client_id: other-api}}\n"
        (folder / "environments" / "other.yaml").write_text(other)
        return cls(made.root, name, name, keycloak, made.variables)

    def adopt(self, *options: str) -> str:
        """Adopt the realm; it must end well. Returns what was printed."""
        result = self.run("adopt", self.name, "--realm", self.realm, *options)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout + result.stderr

    @property
    def written(self) -> str:
        """All that the adoption wrote of the realm, file after file."""
        return "".join(file.read_text() for file in (self.root / "environments").glob(f"{self.name}.*"))

    def take_over(self, ids: Mapping[str, str], callers: Callers, tokens: Mapping[str, Any], *options: str) -> None:
        """Deploy what was adopted: it counts as announced, everything keeps its id, and callers get what they got.

        Args:
            ids: What `ids` returned of the realm of before.
            callers: Who gets tokens of it.
            tokens: What they got before.
            options: Of the deployment.
        """
        page = (self.root / "environments" / f"{self.name}.adopted.md").read_text()
        counted = re.search(r"takes over (\d+) objects, adds (\d+), changes (\d+)", page)
        assert counted
        deployed = self.deploy(*options).stdout
        (row,) = (line for line in deployed.splitlines() if line.startswith(f"│ {self.name} "))
        assert row.replace("│", " ").split()[1:5] == [*counted.groups(), "0"], deployed
        now = self.ids()
        assert {key: now.get(key) for key in ids} == ids
        assert callers.tokens() == tokens

    def assert_nothing_is_left(self) -> None:
        """Assert that another deployment would change nothing, and that the audit finds nothing."""
        self.assert_settled()
        audited = self.run("audit", self.name)
        assert audited.returncode == 0, audited.stdout + audited.stderr

    def ids(self) -> dict[str, str]:
        """Return Keycloak's ids of what callers and people are known by."""
        admin, at = self.keycloak.admin, f"realms/{self.realm}"
        found = {"realm": str(admin.get(at).json()["id"])}
        for client in admin.get(f"{at}/clients").json():
            found[f"client {client['clientId']}"] = client["id"]
            for role in admin.get(f"{at}/clients/{client['id']}/roles").json():
                found[f"role {client['clientId']}/{role['name']}"] = role["id"]
        for role in admin.get(f"{at}/roles").json():
            found[f"role {role['name']}"] = role["id"]
        for user in admin.get(f"{at}/users", max="2000").json():
            found[f"user {user['username']}"] = user["id"]
        for group in self._groups():
            found[f"group {group['path']}"] = group["id"]
        for provider in admin.get(f"{at}/identity-provider/instances").json():
            found[f"provider {provider['alias']}"] = provider["internalId"]
        for component in admin.get(f"{at}/components").json():
            found[f"component {component.get('name')} {component['providerType']}"] = component["id"]
        for flow in admin.get(f"{at}/authentication/flows").json():
            found[f"flow {flow['alias']}"] = flow["id"]
        return found

    def declared(self, key: str) -> list[str]:
        """Return the names that a mapping of the environment's file has."""
        document = YAML(typ="safe").load(self.root / "environments" / f"{self.name}.yaml")
        return sorted(document.get(key, {}))

    def sources(self) -> dict[str, Any]:
        """Return settings and mappers of identity providers and directories; off and not set are the same."""
        admin, at = self.keycloak.admin, f"realms/{self.realm}"
        found: dict[str, Any] = {}
        for provider in admin.get(f"{at}/identity-provider/instances").json():
            mappers = admin.get(f"{at}/identity-provider/instances/{provider['alias']}/mappers").json()
            found[f"provider {provider['alias']}"] = _set(provider) | {"mappers": sorted(map(str, mappers))}
        for component in admin.get(f"{at}/components").json():
            if component["providerType"].endswith((".UserStorageProvider", ".LDAPStorageMapper")):
                found[f"component {component['name']}"] = _set(component)
        return found

    def _groups(self, parent: str = "") -> list[dict[str, Any]]:
        path = f"groups/{parent}/children" if parent else "groups"
        listed = self.keycloak.admin.get(f"realms/{self.realm}/{path}", max="1000").json()
        return [each for group in listed for each in (group, *self._groups(group["id"]))]


def _set(entry: Mapping[str, Any]) -> dict[str, Any]:
    settings = {key: value for key, value in entry.items() if key != "config"}
    settings |= {f"config.{key}": value for key, value in entry.get("config", {}).items()}
    return {key: value for key, value in settings.items() if value not in _OFF}
