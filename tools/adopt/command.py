"""`python -m tools adopt`: an environment that leaves a realm as it is."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rich.console import Console

from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.texts.visible import visible
from stacks.environment_files import EnvironmentFiles
from tools.adopt.access_keys import AccessKeys
from tools.adopt.api_keys import api_keys, find_api, model_keys, roles_of_no_model
from tools.adopt.draft import Draft
from tools.adopt.export_file import imported, read_export
from tools.adopt.import_list import import_list_file
from tools.adopt.keeping import Keeper
from tools.adopt.one_environment import require_one_environment
from tools.adopt.others import settle_others
from tools.adopt.page import Adoption, adoption_page
from tools.adopt.reaching import given_url, local, reaching
from tools.adopt.realm_keys import realm_keys
from tools.adopt.rehearsal import rehearsing
from tools.adopt.settled import settle
from tools.adopt.source_keys import add_sources
from tools.adopt.writing import environment_text
from tools.audit.live.snapshot import read_snapshot
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.issued import issuing_url
from tools.project import from_caller, reading_files, repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stacks.repository import Repository
    from tools.audit.live.snapshot import Snapshot

__all__ = ["Request", "adopt", "bound_roles"]


@dataclass(frozen=True)
class Request:
    """What is to be adopted.

    Attributes:
        name: Name of the environment.
        realm: Name of the realm; with a file it may be left out.
        file: An export of the realm, where its Keycloak is not asked.
        api: `client_id` of the API's client; guessed, where nobody says it.
        bind: Roles of the API whose names are no `<model>:<action>`, each with the one that it allows.
        replace: Files that are there may be written anew.
    """

    name: str
    realm: str = ""
    file: Path | None = None
    api: str | None = None
    bind: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False


def adopt(asked: Request) -> int:
    """Write the environment of a realm that exists, with a page about it and the list of what it takes over.

    Args:
        asked: What is to be adopted.

    Returns:
        0.

    Raises:
        ToolError: A file is there already, there is no such realm, or no environment can be written of it.
    """
    repository = repository_of(os.environ)
    _check_name(asked.name, repository, replace=asked.replace)
    if asked.file:
        file = from_caller(asked.file)
        export = read_export(file)
        if asked.realm not in ("", export["realm"]):
            raise ToolError(
                f"{asked.file} is an export of realm '{export['realm']}', not of '{asked.realm}'", exit_code=2
            )
        variables, here = local(repository)
        url = given_url(repository) or here
        with imported(KeycloakAdmin.from_environment(variables), export, asked.file):
            return _adopt(replace(asked, realm=str(export["realm"])), repository, variables, url)
    if not asked.realm:
        raise ToolError(f"say which realm: make adopt ENV={asked.name} REALM=<realm>", exit_code=2)
    variables, url = reaching(repository)
    return _adopt(asked, repository, variables, url)


def _adopt(asked: Request, repository: Repository, variables: Mapping[str, str], url: str) -> int:
    name, realm = asked.name, asked.realm
    admin = KeycloakAdmin.from_environment(variables)
    if not admin.realm_exists(realm):
        raise ToolError(f"Keycloak at {url} has no realm '{realm}': check REALM and KEYCLOAK_URL", exit_code=2)
    given = bool(given_url(repository))
    keycloak = _keycloak_keys(url, realm, given=given)
    require_one_environment(name, keycloak["url"], realm, repository)
    snapshot = read_snapshot(admin, realm)
    draft = _draft(snapshot, keycloak, asked.api, asked.bind)
    if draft.document["keycloak"]["url"] != url:
        issuing = draft.document["keycloak"]["url"]
        draft.guesses.append(
            f"keycloak.url is {issuing}, as which tokens are issued; KEYCLOAK_URL stays where you reach it."
        )
    with rehearsing(name, repository, variables, is_local=not given) as rehearsal:
        adoption, listed = Keeper(name, snapshot, draft, rehearsal).finish()
    files = {
        _file(repository, name): environment_text(draft.document, realm),
        repository.environments / f"{name}.adopted.md": adoption_page(adoption),
        import_list_file(repository.environments, name): listed.text,
    }
    _write(files, repository, name)
    _tell(adoption, files, repository)
    return 0


def bound_roles(given: Sequence[str]) -> dict[str, str]:
    """Return which role allows what, from texts such as `ROLE_SCORER=fraud:predict`.

    Raises:
        ToolError: A text has another form (exit 2).
    """
    found: dict[str, str] = {}
    for text in (part for each in given for part in each.replace(",", " ").split()):
        role, separator, allowed = text.partition("=")
        if not (role and separator and allowed):
            raise ToolError(f"BIND: write <role>=<model>:<action>, got '{text}'", exit_code=2)
        found[role] = allowed
    return found


def _check_name(name: str, repository: Repository, *, replace: bool) -> None:
    file = _file(repository, name)
    if file.exists() and not replace:
        raise ToolError(
            f"{repository.show(file)} exists: nothing was written: name another environment, or let it be written anew "
            "by REPLACE=1",
            exit_code=2,
        )


def _file(repository: Repository, name: str) -> Path:
    return repository.environments / f"{name}.yaml"


def _keycloak_keys(url: str, realm: str, *, given: bool) -> dict[str, Any]:
    """Return what says where Keycloak is, and that commands do not start it."""
    issuing = (issuing_url(url, realm) if given else None) or url
    return {"url": issuing, **({"start": False} if given and is_loopback(issuing) else {})}


def _draft(snapshot: Snapshot, keycloak: dict[str, Any], api: str | None, bind: Mapping[str, str]) -> Draft:
    draft = Draft()
    client, guess = find_api(snapshot, api)
    if guess:
        draft.guesses.append(guess)
    realm = snapshot.realm["realm"]
    draft.document = {
        "keycloak": keycloak,
        "realm": realm_keys(snapshot),
        "api": api_keys(client, realm),
        "models": model_keys(snapshot.roles[client["id"]], bind),
    }
    draft.guesses.extend(roles_of_no_model(snapshot, draft.document))
    AccessKeys(snapshot, draft).add()
    settle(draft)
    settle_others(snapshot, draft)
    add_sources(snapshot, draft)
    return draft


def _write(files: Mapping[Path, str], repository: Repository, name: str) -> None:
    """Write the files, and read the environment as every command does; what is refused is not left behind."""
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    try:
        with reading_files():
            EnvironmentFiles.of(repository).check(name)
    except ToolError:
        for path, content in before.items():
            path.unlink() if content is None else path.write_bytes(content)
        raise


def _tell(adoption: Adoption, files: Mapping[Path, str], repository: Repository) -> None:
    console = Console(highlight=False)

    def say(text: str) -> None:
        console.print(visible(text), soft_wrap=True, markup=False)

    for path in files:
        say(str(repository.show(path)))
    for guess in adoption.guesses:
        say(guess)
    kept = _count(adoption.document.get("kept", {}).get("settings", {}))
    say(
        f"The first deployment takes over {len(adoption.taken_over)} objects of realm '{adoption.realm}', adds "
        f"{len(adoption.added)}, changes {adoption.changes} and destroys none. {kept} settings are kept as they "
        f"were; {len(adoption.document.get('unmanaged', ()))} things are left alone."
    )
    for each in adoption.changed:
        print(visible(f"it would change {each}"), file=sys.stderr)  # noqa: T201 - what a person reads
    deploy = repository.command(f"make deploy ENV={adoption.environment}")
    if not is_loopback(adoption.document["keycloak"]["url"]):
        say(f"Add a backend to {repository.show(next(iter(files)))}: a state on one machine is not for this realm.")
    say(f"Next: read {repository.show(list(files)[1])}, save the realm, then {deploy}")


def _count(settings: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> int:
    return sum(len(arguments) for named in settings.values() for arguments in named.values())
