"""Two environments are two realms: each would take back what the other declares."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from constructs_lib.declaration.server_of import server_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.guardrails.finding import SourcePlace
    from stacks.environment import Environment

__all__ = ["realm_clashes"]

_NAME = ("realm", "name")


def realm_clashes(
    environments: Mapping[str, CheckedDeclaration[Environment]],
    places: Callable[[str], Callable[[tuple[str | int, ...]], SourcePlace]],
) -> Iterator[str]:
    """Yield a line for each environment whose realm is another environment's.

    Args:
        environments: All environments by name.
        places: Returns what finds the line of a value of an environment.
    """
    owners: dict[tuple[str, str], str] = {}
    for name, checked in environments.items():
        realm, url = checked.declaration.realm.name, checked.declaration.keycloak.url
        owner = owners.setdefault((server_of(url), realm), name)
        if owner != name:
            here, there = (_shown(each, places(each)(_NAME)) for each in (name, owner))
            yield f"{here}: realm '{realm}' at {url} is that of {there} too: name another realm, or another server"


def _shown(name: str, place: SourcePlace) -> str:
    """Name the environment's own file, though the realm's name may stand in one that it extends."""
    path = PurePosixPath(place.file)
    return str(place) if path.stem == name else f"{path.with_name(f'{name}.yaml')}"
