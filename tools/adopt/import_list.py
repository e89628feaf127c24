"""Which objects of a realm an environment takes over at its first deployment: by their ids, agreed to by an operator.

What a deployment finds in Keycloak and no state has, it refuses if it holds more than is declared: it may be somebody
else's. An adoption is the decision that it is ours. It is a list beside the environment's file, of objects by their
ids, and of the one realm that they are in; the deployment that took them over removes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tools.errors import ToolError
from tools.recovery.agreement import NOTHING_AGREED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from stacks.repository import Repository
    from tools.recovery.adoption import Import
    from tools.recovery.agreement import Agreement
    from tools.recovery.realm_objects import RealmObjects

__all__ = ["ImportList", "agreement", "import_list_file"]

_SUFFIX = ".imports.json"
_ABOUT = (
    "Objects of this realm that the first deployment of the environment takes over, written by make adopt. That "
    "deployment removes the file."
)


def import_list_file(environments: Path, stack: str) -> Path:
    """Return where the list of an environment is.

    Args:
        environments: Folder of the environment files.
        stack: The environment's name. Stacks of teams have other names: they have no list.
    """
    return environments / f"{stack}{_SUFFIX}"


def agreement(repository: Repository, environment: str, stacks: Collection[str]) -> Agreement:
    """Return what an operator agreed to take over: nothing where there is no list, or where teams have a say.

    Args:
        repository: Where the environment is.
        environment: Its name.
        stacks: Names of all its stacks.

    Raises:
        ToolError: The file is no list (exit 2).
    """
    if set(stacks) != {environment}:
        return NOTHING_AGREED
    return ImportList.read(import_list_file(repository.environments, environment)) or NOTHING_AGREED


@dataclass(frozen=True)
class ImportList:
    """The list.

    Attributes:
        realm: Name of the realm.
        realm_id: Keycloak's own id of it: another realm of that name is another realm.
        objects: Type and id of each object, with what people call it.
        addresses: Addresses of their resources.
        as_it_is: What the first deployment sets as it is in Keycloak, since Terraform cannot read it before: arguments
            by the address of their resource.
        as_found: What is another in Keycloak than declared, where `make adopt` kept nothing: arguments as they were
            found, by the address of their resource. `AGAIN=1` lists what the file declares, whatever there is.
        is_again: It was written by `AGAIN=1`.
    """

    realm: str
    realm_id: str
    objects: dict[tuple[str, str], str]
    addresses: frozenset[str] = frozenset()
    as_it_is: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    as_found: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    is_again: bool = False

    @classmethod
    def of(
        cls,
        realm: str,
        realm_id: str,
        imports: Collection[Import],
        as_it_is: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Self:
        """Return the list of what a plan takes over."""
        objects = {(each.type, each.object_id): each.what for each in imports}
        return cls(realm, realm_id, objects, frozenset(each.address for each in imports), as_it_is or {})

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Read a list; None where there is none.

        Raises:
            ToolError: The file is none (exit 2).
        """
        try:
            found: dict[str, Any] = json.loads(file.read_bytes())
            objects = {(each["type"], each["id"]): each["what"] for each in found["objects"]}
            addresses = frozenset(found.get("addresses", ()))
            as_it_is = {str(address): dict(values) for address, values in found.get("as_it_is", {}).items()}
            as_found = {str(address): dict(values) for address, values in found.get("as_found", {}).items()}
            again = found.get("again") is True
            return cls(str(found["realm"]), str(found["realm_id"]), objects, addresses, as_it_is, as_found, again)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise ToolError(
                f"{file.name}: this is no list of make adopt: remove it, or write it anew by make adopt", exit_code=2
            ) from None

    def has(self, type_: str, id_: str, realm: RealmObjects) -> bool:
        """Whether an object is on the list, and in the very realm that it was written for."""
        return (
            realm.realm == self.realm
            and (type_, id_) in self.objects
            and str((realm.read("") or {}).get("id")) == self.realm_id
        )

    @property
    def text(self) -> str:
        """The file's text."""
        objects = [{"type": type_, "id": id_, "what": what} for (type_, id_), what in self.objects.items()]
        body = {
            "about": _ABOUT,
            "realm": self.realm,
            "realm_id": self.realm_id,
            "objects": objects,
            "addresses": sorted(self.addresses),
            "as_it_is": self.as_it_is,
            **({"again": True, "as_found": self.as_found} if self.is_again else {}),
        }
        return json.dumps(body, indent=1, ensure_ascii=False) + "\n"
