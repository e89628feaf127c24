"""Directories and identity providers: encrypted, told apart, and mapped to groups that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.group_origins import mapper_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration, FederationProps

__all__ = ["people_source_findings"]

_PLAIN = "ldap://"
_LONGEST_NAME = 255


def people_source_findings(declaration: Declaration) -> Iterator[Finding]:
    """Passwords travel encrypted; a source's name is its own; groups that people are mapped to exist."""
    realm = f"realm '{declaration.realm.name}'"
    for name, directory in declaration.federation.items():
        place, subject = ("federation", name), f"{realm}, federation '{name}'"
        yield from _encryption(place, subject, directory, required=declaration.realm.ssl_required == "all")
        groups = directory.groups
        if groups is None:
            continue
        if groups.nested and directory.vendor != "ad":
            yield Finding(
                (*place, "groups", "nested"),
                f"{subject}: groups within groups are known to Active Directory alone: remove nested, "
                "or map the inner groups too",
            )
        yield from _targets(declaration, (*place, "groups", "map"), subject, groups.map)
    for alias, provider in declaration.identity_providers.items():
        place, subject = ("identity_providers", alias), f"{realm}, identity provider '{alias}'"
        for claim, values in provider.claims.items():
            yield from _targets(declaration, (*place, "claims", claim), subject, values)
            for value, group in values.items():
                if len(mapper_name(group, claim, value)) > _LONGEST_NAME:
                    yield Finding(
                        (*place, "claims", claim, value),
                        f"{subject}: the mapper's name, which is group, claim and value, has more than {_LONGEST_NAME} "
                        "characters: Keycloak stores no more, map a shorter value",
                    )
    yield from _names(realm, declaration)


def _encryption(place: Path, subject: str, directory: FederationProps, *, required: bool) -> Iterator[Finding]:
    plain = any(url.startswith(_PLAIN) for url in directory.url.split())
    if plain and not directory.start_tls and required:
        yield Finding(
            (*place, "url"),
            f"{subject}: passwords must travel encrypted, got '{directory.url}': write ldaps://, or set start_tls",
        )
    if directory.start_tls and not plain:
        yield Finding(
            (*place, "start_tls"), f"{subject}: ldaps:// is encrypted already: remove start_tls, or write ldap://"
        )


def _targets(declaration: Declaration, place: Path, subject: str, targets: dict[str, str]) -> Iterator[Finding]:
    known = {name for access in declaration.accesses().values() for name in access.groups}
    for theirs, ours in targets.items():
        if ours not in known:
            yield Finding((*place, theirs), f"{subject}: no group '{ours}': {hint(ours, known)}")


def _names(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """Aliases are unique in a realm; and people of two sources would share a subgroup."""
    others = (("workload_issuers", "workload issuer"), ("federation", "directory"))
    for alias in declaration.identity_providers:
        for field, label in others:
            if alias in getattr(declaration, field):
                yield Finding(
                    ("identity_providers", alias),
                    f"{realm}: identity provider '{alias}' has the name of a {label}: rename one of the two",
                )
