"""Which people of directories and identity providers belong to which of our groups, as it is declared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.props import Declaration, FederationProps, IdentityProviderProps

__all__ = ["BrokerOrigin", "DirectoryOrigin", "GroupOrigin", "group_origins", "mapper_name"]


@dataclass(frozen=True)
class DirectoryOrigin:
    """Groups of a directory whose members belong to a group of ours.

    Attributes:
        source: Name of the directory.
        props: The directory.
        groups: Names of its groups.
    """

    source: str
    props: FederationProps
    groups: tuple[str, ...]


@dataclass(frozen=True)
class BrokerOrigin:
    """Claims of an identity provider whose holders belong to a group of ours.

    Attributes:
        source: The provider's alias.
        props: The provider.
        claims: Pairs of a claim's name and value; one of them is enough.
    """

    source: str
    props: IdentityProviderProps
    claims: tuple[tuple[str, str], ...]


GroupOrigin = DirectoryOrigin | BrokerOrigin


def mapper_name(group: str, claim: str, value: str) -> str:
    """Return what Keycloak's mapper is called that puts the holders of a claim into a group of ours."""
    return f"{group}: {claim} {value}"


def group_origins(declaration: Declaration) -> Mapping[str, Sequence[GroupOrigin]]:
    """Return where a group's members come from, for each group that has such members.

    Args:
        declaration: What is declared; a group that it maps to need not exist.
    """
    origins: defaultdict[str, list[GroupOrigin]] = defaultdict(list)
    for name, directory in declaration.federation.items():
        theirs: defaultdict[str, list[str]] = defaultdict(list)
        for group, ours in directory.groups.map.items() if directory.groups else ():
            theirs[ours].append(group)
        for ours, groups in theirs.items():
            origins[ours].append(DirectoryOrigin(name, directory, tuple(groups)))
    for alias, provider in declaration.identity_providers.items():
        claims: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for claim, values in provider.claims.items():
            for value, ours in values.items():
                claims[ours].append((claim, value))
        for ours, pairs in claims.items():
            origins[ours].append(BrokerOrigin(alias, provider, tuple(pairs)))
    return origins
