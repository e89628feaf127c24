"""What `renamed_from` needs beyond Terraform, and when it has done its work.

Terraform's state follows a name by `moved` blocks, and roles, groups and clients are renamed in place. For an account's
username the provider, 4.5.0 as 5.9.0, plans a replacement, while Keycloak's Admin API changes it in place. A deployment
renames accounts, and clients with them, before it applies, and the provider then finds what is declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.renames import Rename, renames
from stacks.stack_names import StackNames
from tools.recovery.known_objects import held_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from stacks.environment import Environment
    from stacks.environment_files import EnvironmentFiles
    from stacks.repository import Repository
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["DueRename", "due_renames", "held_by_its_stack", "removable_renames", "rename_in_keycloak", "replacements"]

_CLIENTS = ("consumers", "applications")


@dataclass(frozen=True)
class DueRename:
    """A client or an account that has its former name still.

    Attributes:
        rename: What is declared; a consumer may have several clients.
        old: Its name, a `client_id` or username.
        new: The name that it gets.
        is_ours: It is what the stack that declares it has made; False where that cannot be told here.
    """

    rename: Rename
    old: str
    new: str
    is_ours: bool


def replacements(environment: Environment) -> Iterator[str]:
    """Yield a line for each thing that Terraform alone would replace, for who runs Terraform without `make deploy`.

    Args:
        environment: What is declared.
    """
    for rename in renames(environment):
        if rename.kind == "people":
            yield (
                f"{_subject(rename)} is renamed from '{rename.old}': make deploy renames it in place, "
                "Terraform alone would replace it"
            )


def held_by_its_stack(
    rename: Rename, environment: Environment, name: str, repository: Repository
) -> frozenset[str] | None:
    """Return Keycloak's ids of what the stack that declares a rename has made: None where its state is elsewhere.

    Args:
        rename: The rename.
        environment: What is declared.
        name: Name of the environment.
        repository: Where its states are.
    """
    names = StackNames(name)
    layered = names.team(rename.team) if rename.team else names.shared
    return held_ids(repository.stack_folder(layered if environment.teams else names.realm))


def due_renames(
    environment: Environment,
    admin: KeycloakAdmin,
    held: Callable[[Rename], Collection[str] | None] = lambda _: None,
) -> tuple[DueRename, ...]:
    """Find clients and accounts that have their former names still.

    A former name is what somebody wrote, in a team's file too: where the state can be read, nothing is due but what the
    stack that declares it has made.

    Args:
        environment: What is declared.
        admin: The Admin API of its Keycloak.
        held: Returns Keycloak's ids of what the stack of a rename has made; None where that cannot be told here.

    Raises:
        ToolError: Keycloak does not answer, or refuses.
    """
    pending = [rename for rename in renames(environment) if rename.kind in (*_CLIENTS, "people")]
    realm = environment.realm.name
    if not pending or not admin.realm_exists(realm):
        return ()
    made = {rename: held(rename) for rename in pending}
    return tuple(
        DueRename(rename, old, new, is_ours=made[rename] is not None)
        for rename in pending
        for old, new in _names(environment, rename)
        if _is_due(admin, realm, rename, (old, new), made[rename])
    )


def rename_in_keycloak(due: Iterable[DueRename], realm: str, admin: KeycloakAdmin) -> Iterator[str]:
    """Rename them, and yield a line for each thing.

    Internal id, secret, credentials, grants and members stay. A client is found by its new `client_id` at once.

    Args:
        due: What has its former name still.
        realm: Name of the realm.
        admin: The Admin API of its Keycloak.

    Raises:
        ToolError: Keycloak does not answer, or refuses.
    """
    for each in due:
        if each.rename.kind == "people":
            _rename_person(admin, realm, each.old, each.new)
        else:
            _rename_client(admin, realm, each.old, each.new)
        if each.new == each.rename.new:
            yield f"{_subject(each.rename)} is renamed in place, from '{each.old}': id, credential and grants stay"


def removable_renames(environment: Environment, name: str, files: EnvironmentFiles) -> Iterator[str]:
    """Yield a line for each `renamed_from` of an environment that was deployed: it has done its work.

    Args:
        environment: What is declared.
        name: Name of the environment.
        files: Where it is declared.
    """
    every = list(renames(environment))
    place = files.places(name) if every else None
    for rename in every:
        until = " when no caller asks for its scopes by the former name any more" if rename.kind == "models" else ""
        if place:
            yield f"{place(rename.path)}: {rename.key} of {_subject(rename)} has nothing to rename: remove it{until}"


def _subject(rename: Rename) -> str:
    return f"{rename.label} '{rename.new}'"


def _names(environment: Environment, rename: Rename) -> list[tuple[str, str]]:
    """Return the former and the new name, for each client of a consumer."""
    if rename.kind != "consumers":
        return [(rename.old, rename.new)]
    consumer = environment.accesses()[rename.team].consumers[rename.new]
    return list(zip(consumer.client_ids(rename.old), consumer.client_ids(rename.new), strict=True))


def _find(admin: KeycloakAdmin, realm: str, rename: Rename, name: str) -> list[dict[str, Any]]:
    if rename.kind == "people":
        return list(admin.get(f"realms/{realm}/users", username=name, exact="true").json())
    return list(admin.get(f"realms/{realm}/clients", clientId=name).json())


def _is_due(
    admin: KeycloakAdmin, realm: str, rename: Rename, names: tuple[str, str], held: Collection[str] | None
) -> bool:
    """Tell whether something has its former name still, and is what the stack has made, as far as that can be told."""
    old, new = names
    found = _find(admin, realm, rename, old)
    ours = [each for each in found if held is None or each["id"] in held]
    return bool(ours) and not _find(admin, realm, rename, new)


def _rename_client(admin: KeycloakAdmin, realm: str, old: str, new: str) -> None:
    (client,) = admin.get(f"realms/{realm}/clients", clientId=old).json()
    # Whole, as it is: what the realm's client policies look at is there to be seen.
    changed: dict[str, Any] = {**client, "clientId": new, "name": new}
    admin.request("PUT", f"realms/{realm}/clients/{client['id']}", json=changed)


def _rename_person(admin: KeycloakAdmin, realm: str, old: str, new: str) -> None:
    (user,) = admin.get(f"realms/{realm}/users", username=old, exact="true").json()
    # Keycloak lets administrators, too, change a username only where people may: for this one call.
    admin.request("PUT", f"realms/{realm}", json={"editUsernameAllowed": True})
    try:
        admin.request("PUT", f"realms/{realm}/users/{user['id']}", json={**user, "username": new})
    finally:
        admin.request("PUT", f"realms/{realm}", json={"editUsernameAllowed": False})
