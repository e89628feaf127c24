"""`python -m tools adopt`: an environment that leaves a realm as it is."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rich.console import Console

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.loopback import is_loopback
from stacks.environment_files import EnvironmentFiles
from stacks.installed_features import installed_features
from tools.adopt.access_keys import AccessKeys
from tools.adopt.api_keys import api_keys, find_api, model_keys
from tools.adopt.draft import Draft
from tools.adopt.export_file import imported, read_export
from tools.adopt.import_list import ImportList, import_list_file
from tools.adopt.keeping import Keeper
from tools.adopt.page import Adoption, adoption_page
from tools.adopt.realm_keys import realm_keys
from tools.adopt.rehearsal import rehearsing, synthesized
from tools.adopt.settled import settle
from tools.adopt.writing import environment_text
from tools.audit.live.snapshot import read_snapshot
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_local_secrets
from tools.project import from_caller, reading_files, repository_of
from tools.recovery.known_objects import known_ids
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stacks.repository import Repository
    from tools.audit.live.snapshot import Snapshot

__all__ = ["Request", "adopt", "adopt_again", "bound_roles"]


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
        variables, here = _local(repository)
        url = _given_url() or here
        with imported(KeycloakAdmin.from_environment(variables), export, asked.file):
            return _adopt(replace(asked, realm=str(export["realm"])), repository, variables, url)
    if not asked.realm:
        raise ToolError(f"say which realm: make adopt ENV={asked.name} REALM=<realm>", exit_code=2)
    variables, url = _reaching(repository)
    return _adopt(asked, repository, variables, url)


def _adopt(asked: Request, repository: Repository, variables: Mapping[str, str], url: str) -> int:
    name, realm = asked.name, asked.realm
    admin = KeycloakAdmin.from_environment(variables)
    if not admin.realm_exists(realm):
        raise ToolError(f"Keycloak at {url} has no realm '{realm}': check REALM and KEYCLOAK_URL", exit_code=2)
    snapshot = read_snapshot(admin, realm)
    draft = _draft(snapshot, url, asked.api, asked.bind)
    with rehearsing(name, repository, variables, is_local=is_loopback(url)) as rehearsal:
        adoption, listed = Keeper(name, snapshot, draft, rehearsal).finish()
    files = {
        _file(repository, name): environment_text(draft.document, realm),
        repository.environments / f"{name}.adopted.md": adoption_page(adoption),
        import_list_file(repository.environments, name): listed.text,
    }
    _write(files, repository, name)
    _tell(adoption, files, repository)
    return 0


def adopt_again(name: str) -> int:
    """Write the list of what an environment declares by now, exists in Keycloak, and is in no state.

    Args:
        name: Name of the environment.

    Returns:
        0.

    Raises:
        ToolError: There is no such environment, it has teams, or it cannot be planned.
    """
    target = load_target(name)
    if target.environment.teams:
        raise ToolError(
            f"environment '{name}' has teams, whose files take nothing over: declare it in the environment's own file "
            "before the teams",
            exit_code=2,
        )
    repository, realm = target.repository, target.environment.realm.name
    variables, url = _reaching(repository)
    target.check_server({**variables, "KEYCLOAK_URL": url})
    admin = KeycloakAdmin.from_environment(variables)
    code, _ = synthesized(name, CheckedDeclaration.of(target.environment, installed_features()))
    with rehearsing(name, repository, variables, is_local=target.is_local) as rehearsal:
        planned = rehearsal.plan(code)
    folder = repository.stack_folder(name)
    known = known_ids(folder) if folder.exists() else frozenset()
    found = [each for each in planned.imports if (each.type, each.object_id) not in known]
    console = Console(highlight=False)
    if not found:
        console.print(
            f"Nothing that environment '{name}' declares exists in Keycloak and is in no state.", soft_wrap=True
        )
        return 0
    file = import_list_file(repository.environments, name)
    listed = ImportList.of(realm, str(admin.get(f"realms/{quote(realm, safe='')}").json()["id"]), found)
    file.write_text(listed.text, encoding="utf-8")
    for each in found:
        console.print(each.what, soft_wrap=True, markup=False)
    deploy = repository.command(f"make deploy ENV={name}")
    console.print(
        f"{repository.show(file)}: {len(found)} objects. If they are yours, {deploy} takes them over.",
        soft_wrap=True,
        markup=False,
    )
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


def _given_url() -> str:
    """Return the address of a Keycloak that is not this machine's, where the caller set one."""
    given = os.environ.get("KEYCLOAK_URL", "")
    return given.rstrip("/") + os.environ.get("KEYCLOAK_BASE_PATH", "") if given and not is_loopback(given) else ""


def _reaching(repository: Repository) -> tuple[Mapping[str, str], str]:
    """Return what reaches Keycloak: what the caller set, or else the one of this machine, which is started."""
    given = _given_url()
    return (os.environ, given) if given else _local(repository)


def _local(repository: Repository) -> tuple[Mapping[str, str], str]:
    server = KeycloakServer.from_environment(os.environ, repository)
    server.start()
    secrets = ensure_local_secrets(repository.dotenv, keycloak_url=server.url, secret_variables=())
    return {**os.environ, **secrets.values}, server.url


def _draft(snapshot: Snapshot, url: str, api: str | None, bind: Mapping[str, str]) -> Draft:
    draft = Draft()
    client, guess = find_api(snapshot, api)
    if guess:
        draft.guesses.append(guess)
    realm = snapshot.realm["realm"]
    draft.document = {
        "keycloak": {"url": url},
        "realm": realm_keys(snapshot),
        "api": api_keys(client, realm),
        "models": model_keys(snapshot.roles[client["id"]], bind),
    }
    AccessKeys(snapshot, draft).add()
    settle(draft)
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
        console.print(text, soft_wrap=True, markup=False)

    for path in files:
        say(str(repository.show(path)))
    for guess in adoption.guesses:
        say(guess)
    kept = _count(adoption.document.get("kept", {}).get("settings", {}))
    say(
        f"The first deployment takes over {len(adoption.taken_over)} objects of realm '{adoption.realm}', adds "
        f"{len(adoption.added)}, changes {len(adoption.changed)} and destroys none. {kept} settings are kept as they "
        f"were; {len(adoption.document.get('unmanaged', ()))} things are left alone."
    )
    for each in adoption.changed:
        print(f"it would change {each}", file=sys.stderr)  # noqa: T201 - what a person reads
    deploy = repository.command(f"make deploy ENV={adoption.environment}")
    if not is_loopback(adoption.document["keycloak"]["url"]):
        say(f"Add a backend to {repository.show(next(iter(files)))}: a state on one machine is not for this realm.")
    say(f"Next: read {repository.show(list(files)[1])}, save the realm, then {deploy}")


def _count(settings: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> int:
    return sum(len(arguments) for named in settings.values() for arguments in named.values())
