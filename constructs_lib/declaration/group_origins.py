"""Which people of directories and identity providers belong to which of our groups, as it is declared."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from constructs_lib.declaration.props.people_values import escape_filter_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.props import Declaration, FederationProps, IdentityProviderProps

__all__ = [
    "BrokerOrigin",
    "ClaimMapper",
    "DirectoryMapper",
    "DirectoryOrigin",
    "GroupOrigin",
    "group_origins",
    "mapper_name",
]

_DIRECT = "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE"
_NESTED = "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE_RECURSIVELY"


class DirectoryMapper(TypedDict):
    """Arguments of the mapper that reads a directory's groups (provider resource `keycloak_ldap_group_mapper`)."""

    name: str
    ldap_groups_dn: str
    group_name_ldap_attribute: str
    group_object_classes: list[str]
    groups_ldap_filter: str
    groups_path: str
    preserve_group_inheritance: bool
    ignore_missing_groups: bool
    membership_ldap_attribute: str
    membership_attribute_type: str
    membership_user_ldap_attribute: str
    mode: str
    user_roles_retrieve_strategy: str
    drop_non_existing_groups_during_sync: bool


class ClaimMapper(TypedDict):
    """Arguments of a mapper of one claim (provider resource `keycloak_custom_identity_provider_mapper`)."""

    name: str
    identity_provider_mapper: str
    extra_config: dict[str, str]


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

    def mapper(self, group: str) -> DirectoryMapper | None:
        """Return what puts their members into a group of ours; None where the directory says nothing of groups.

        Args:
            group: Name of our group.
        """
        declared, names = self.props.groups, self.props.names
        if declared is None:
            return None
        wanted = "".join(f"({declared.name_attribute}={escape_filter_value(name)})" for name in self.groups)
        return {
            "name": f"members of {group}",
            "ldap_groups_dn": declared.dn,
            "group_name_ldap_attribute": declared.name_attribute,
            "group_object_classes": list(names.group_classes),
            "groups_ldap_filter": f"(|{wanted})",
            "groups_path": _path(group, self.source),
            "preserve_group_inheritance": False,
            "ignore_missing_groups": False,
            "membership_ldap_attribute": declared.membership_attribute,
            "membership_attribute_type": declared.membership_type.upper(),
            "membership_user_ldap_attribute": names.username_attribute,
            "mode": "READ_ONLY",
            "user_roles_retrieve_strategy": _NESTED if declared.nested else _DIRECT,
            "drop_non_existing_groups_during_sync": False,
        }


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

    def mapper(self, group: str, claim: str, value: str) -> ClaimMapper:
        """Return what puts the holders of a claim into a group of ours.

        Args:
            group: Name of our group.
            claim: Name of the claim.
            value: Its value.
        """
        kind, field = ("saml", "attribute") if self.props.type == "saml" else ("oidc", "claim")
        return {
            "name": mapper_name(group, claim, value),
            "identity_provider_mapper": f"{kind}-advanced-group-idp-mapper",
            "extra_config": {
                f"{field}s": json.dumps([{"key": claim, "value": value}]),
                f"are.{field}.values.regex": "false",
                "group": _path(group, self.source),
                # At every login: who lost the claim loses the group.
                "syncMode": "FORCE",
            },
        }


GroupOrigin = DirectoryOrigin | BrokerOrigin


def mapper_name(group: str, claim: str, value: str) -> str:
    """Return what Keycloak's mapper is called that puts the holders of a claim into a group of ours."""
    return f"{group}: {claim} {value}"


def _path(group: str, source: str) -> str:
    """Return the path of the subgroup that a source's people belong to.

    Not the subgroup's attribute: Terraform would know the path that it had before its group was renamed.
    """
    return f"/{group}/{source}"


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
