"""Declared realms that stacks of another watch use."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.server_of import server_of
from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.readings import settled
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["WatchedRealms", "shared_realm_faults"]


@dataclass(frozen=True)
class WatchedRealms:
    """Stacks that are judged together.

    Attributes:
        environment: What messages call them.
        stacks: Their Terraform JSON by name.
        realms: Names of the realms that they are made from.
        keycloak_url: Where their Keycloak is; None where nobody says it, and it may be any.
    """

    environment: str
    stacks: Mapping[str, Mapping[str, Any]]
    realms: frozenset[str]
    keycloak_url: str | None

    def may_share_server(self, other: WatchedRealms) -> bool:
        """Tell whether the Keycloak of others is, or may be, the same."""
        servers = {server_of(url).lower() for url in (self.keycloak_url, other.keycloak_url) if url is not None}
        return len(servers) < 2  # noqa: PLR2004 - two that differ


def shared_realm_faults(watched: Sequence[WatchedRealms]) -> Iterator[str]:
    """Say which stacks use a realm that others declare: judged alone, nothing compares them with its declaration.

    Args:
        watched: All stacks, by what is judged together.
    """
    for each in watched:
        others = [other for other in watched if other is not each and each.may_share_server(other)]
        owners = {realm: other.environment for other in others for realm in other.realms - each.realms}
        if not owners:
            continue
        for stack, realm, known in _used(each.stacks, frozenset(owners)):
            owner = owners[realm]
            uses = f"it uses realm '{realm}'" if known else f"it uses a realm that an apply names, maybe '{realm}'"
            yield one_line(
                f"stack '{stack}': {uses}, which stacks watched as '{owner}' declare: watch them "
                f'together, by one guardrails.watch("{owner}", [...]) with all of them'
                f"{'' if known else ', or write the name of the other realm'}"
            )


def _used(stacks: Mapping[str, Mapping[str, Any]], realms: frozenset[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield the stacks with a resource or data source in a realm, or in what may be it, and whether that is known."""
    configuration = Configuration(stacks)
    # Keycloak refuses to make a realm that there is: one that a stack makes is its own, whatever an apply calls it.
    made = [settled(each.arguments.get("realm")) for each in configuration.resources("keycloak_realm")]
    own = [each for each in made if isinstance(each, Symbol)]
    found: dict[tuple[str, str], bool] = {}
    for resource in chain(configuration.resources(), configuration.data_sources()):
        if resource.type.startswith("keycloak_"):
            for argument in ("realm", "realm_id"):
                for value in map(settled, alternatives(resource.arguments.get(argument))):
                    for realm in sorted(realms) if value not in own else ():
                        if _may_be(value, realm):
                            place = resource.stack, realm
                            found[place] = found.get(place, False) or not isinstance(value, Symbol)
    for (stack, realm), known in found.items():
        yield stack, realm, known


def _may_be(value: Value, realm: str) -> bool:
    if isinstance(value, Symbol):
        return not value.is_spelled_in_part or value.may_become(realm)
    return isinstance(value, str) and value.casefold() == realm.casefold()  # some databases pass over case
