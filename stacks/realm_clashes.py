"""Two environments are two realms, or names of their own in a realm that both join."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from constructs_lib.declaration.audiences import as_gateways_read
from constructs_lib.declaration.checks.places import located_apis
from constructs_lib.declaration.server_of import server_of
from constructs_lib.declaration.shared_names import shared_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.guardrails.finding import SourcePlace
    from stacks.environment import Environment

__all__ = ["realm_clashes"]

_NAME, _PREFIX = ("realm", "name"), ("realm", "prefix")


def realm_clashes(
    environments: Mapping[str, CheckedDeclaration[Environment]],
    places: Callable[[str], Callable[[tuple[str | int, ...]], SourcePlace]],
) -> Iterator[str]:
    """Yield a line for each environment whose realm is another environment's, or that has names of another in it.

    Args:
        environments: All environments by name.
        places: Returns what finds the line of a value of an environment.
    """
    owners: dict[tuple[str, str], list[str]] = {}
    for name, checked in environments.items():
        realm, url = checked.declaration.realm, checked.declaration.keycloak.url
        others = owners.setdefault((server_of(url), realm.name), [])
        for other in others:
            if realm.is_joined and environments[other].declaration.realm.is_joined:
                yield from _names_of_both((other, name), environments, places)
            elif other == others[0]:
                here, there = (_shown(each, places(each)(_NAME)) for each in (name, other))
                joined = realm.is_joined or environments[other].declaration.realm.is_joined
                yield f"{here}: realm '{realm.name}' at {url} is that of {there} too: {_remedy(joined=joined)}"
        others.append(name)


def _remedy(*, joined: bool) -> str:
    if joined:
        return "say owner: elsewhere in both where somebody else owns it, or name another realm or server"
    return "name another realm, or another server"


def _names_of_both(
    both: tuple[str, str],
    environments: Mapping[str, CheckedDeclaration[Environment]],
    places: Callable[[str], Callable[[tuple[str | int, ...]], SourcePlace]],
) -> Iterator[str]:
    """Two environments may join one realm, each with names of its own: one would take over what the other made."""
    there, here = both
    yield from _nested_prefixes(both, environments, places)
    taken = {(kind, named): path for kind, named, path in shared_names(environments[there])}
    realm = environments[here].declaration.realm
    told: set[tuple[str | int, ...]] = set()
    for kind, named, path in shared_names(environments[here]):
        other = taken.get((kind, named))
        if other is None or path in told:
            continue
        told.add(path)
        first, second = _shown(here, places(here)(path)), _shown(there, places(there)(other))
        yield (
            f"{first}: realm '{realm.name}': {kind} '{named}' is that of {second} too: set realm.prefix, "
            "one of its own in each of the two"
        )
        if kind == "client" and path[:1] == ("api",):
            return  # without a prefix, all else is the same as well
    yield from _audiences_of_both(both, environments, places)


def _audiences_of_both(
    both: tuple[str, str],
    environments: Mapping[str, CheckedDeclaration[Environment]],
    places: Callable[[str], Callable[[tuple[str | int, ...]], SourcePlace]],
) -> Iterator[str]:
    """Roles have no prefix and one issuer signs: who may call a model of one would get the other's of the same name."""
    told: set[str] = set()
    for name, other in (both[::-1], both):
        taken: dict[str, Path] = {}
        for kind, named, path in shared_names(environments[other]):
            if kind == "client":
                taken.setdefault(named, path)
        for path, api in located_apis(environments[other].declaration):
            taken.setdefault(as_gateways_read(api.effective_audience), (*path, "audience"))
        realm = environments[name].declaration.realm.name
        for path, api in located_apis(environments[name].declaration):
            audience = api.effective_audience
            read = as_gateways_read(audience)
            if audience != api.client_id and read in taken and read not in told:
                told.add(read)
                here, there = (
                    _shown(name, places(name)((*path, "audience"))),
                    _shown(other, places(other)(taken[read])),
                )
                yield (
                    f"{here}: realm '{realm}': audience '{audience}' is that of {there} too, whose tokens would open "
                    "models of the same name: set another, one of its own in each of the two"
                )


def _nested_prefixes(
    both: tuple[str, str],
    environments: Mapping[str, CheckedDeclaration[Environment]],
    places: Callable[[str], Callable[[tuple[str | int, ...]], SourcePlace]],
) -> Iterator[str]:
    """What begins with a prefix is its environment's: of `ml` and `ml-dev` nobody could tell whose `ml-dev-x` is."""
    for name, other in (both, both[::-1]):
        realm, prefix = environments[name].declaration.realm.name, environments[name].declaration.realm.prefix
        longer = environments[other].declaration.realm.prefix
        if prefix and longer and longer.startswith(f"{prefix}-"):
            here, there = (_shown(each, places(each)(_PREFIX)) for each in (name, other))
            yield (
                f"{here}: realm '{realm}': prefix '{prefix}' is how that of {there} begins, '{longer}': names would "
                "not tell whose they are: choose another"
            )


def _shown(name: str, place: SourcePlace) -> str:
    """Name the environment's own file, though the realm's name may stand in one that it extends."""
    path = PurePosixPath(place.file)
    return str(place) if path.stem == name else f"{path.with_name(f'{name}.yaml')}"
