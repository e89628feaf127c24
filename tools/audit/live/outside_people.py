"""People whom nobody declares one by one, because a directory, an identity provider or somebody else brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.group_origins import group_origins
from tools.audit.facts import Facts, Kind, holder_of_person
from tools.audit.thing_pattern import means_many
from tools.audit.unmanaged import fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.environment import Environment
    from tools.audit.facts import Fact
    from tools.audit.live.snapshot import Snapshot

__all__ = ["with_outside_people"]


def with_outside_people(expected: Facts, live: Facts, snapshot: Snapshot, declaration: Environment) -> Facts:
    """Return what shall be so, with the people who come from where the declaration says that people come from.

    Args:
        expected: What shall be so without them.
        live: What is so.
        snapshot: The realm.
        declaration: What is declared: directories, identity providers, `external_people`, and accounts that `unmanaged`
            leaves to others by a pattern. What these accounts are given is not expected.
    """
    return expected | {fact: live[fact] for fact in _brought(expected, live, snapshot, declaration)}


def _brought(expected: Facts, live: Facts, snapshot: Snapshot, declaration: Environment) -> Iterator[Fact]:
    outside = set(_outside(snapshot, declaration))
    accounts = outside | set(_of_others(expected, live, declaration))
    paths = {f"/{group}/{origin.source}" for group, found in group_origins(declaration).items() for origin in found}
    if declaration.external_people:
        paths |= {f"/{name}" for access in declaration.accesses().values() for name in access.groups}
    for fact in live:
        match fact.kind:
            case Kind.PERSON:
                is_brought = holder_of_person(fact.name) in accounts
            case Kind.SETTING:
                is_brought = fact.owner in accounts and fact not in expected
            case Kind.PERSON_ROLE:
                is_brought = fact.owner in outside and fact.name == BROKERED_ROLE
            case Kind.MEMBER:
                is_brought = fact.name in outside and "/".join(fact.owner.split("/")[:3]) in paths
            case _:
                is_brought = False
        if is_brought:
            yield fact


def _outside(snapshot: Snapshot, declaration: Environment) -> Iterator[str]:
    if declaration.external_people:
        yield from (holder_of_person(str(user["username"])) for user in snapshot.users)
    directories = {each["id"] for each in snapshot.directories if each["name"] in declaration.federation}
    for user in snapshot.users:
        if user.get("federationLink") in directories or any(
            alias in declaration.identity_providers for alias in snapshot.links.get(user["id"], ())
        ):
            yield holder_of_person(str(user["username"]))


def _of_others(expected: Facts, live: Facts, environment: Environment) -> Iterator[str]:
    """Yield people whose accounts others make: there may be many, and nobody wants to be told of each."""
    patterns = [each.what for each in environment.unmanaged if means_many(each.what)]
    for fact in live:
        if fact.kind is Kind.PERSON and fact not in expected and any(fits(each, fact) for each in patterns):
            yield holder_of_person(fact.name)
