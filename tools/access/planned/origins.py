"""Where people come from on one side of some plans: directories and identity providers, with the groups they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props import FederationProps
from constructs_lib.declaration.props.federation import LdapGroupsProps
from constructs_lib.declaration.props.identity_provider import OidcIdentityProviderProps

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration
    from tools.access.planned.grants import Grants

__all__ = ["directories", "identity_providers", "mapped_groups"]


def mapped_groups(side: Grants) -> set[str]:
    """Return our groups that people come into by a mapper of a plan."""
    by_claim = (group for claims in side.claims.values() for values in claims.values() for group in values.values())
    return {*(group for groups in side.directories.values() for group in groups.values()), *by_claim}


def directories(side: Grants, rest: Declaration | None) -> dict[str, FederationProps]:
    """Return the directories of a side.

    Args:
        side: The side.
        rest: What is declared in stacks that have no plan, where that is known.
    """
    found: dict[str, FederationProps] = {}
    declared = rest.federation if rest else {}
    for source in {*declared, *side.directories}:
        props = declared.get(source)
        theirs = {**(props.groups.map if props and props.groups else {}), **side.directories.get(source, {})}
        found[source] = FederationProps.model_construct(
            enabled=side.sources.get(source, props.enabled if props else True),
            groups=LdapGroupsProps.model_construct(map=theirs),
        )
    return found


def identity_providers(side: Grants, rest: Declaration | None) -> dict[str, OidcIdentityProviderProps]:
    """Return the identity providers of a side; which protocol one speaks is all the same here.

    Args:
        side: The side.
        rest: As for `directories`.
    """
    found: dict[str, OidcIdentityProviderProps] = {}
    declared = rest.identity_providers if rest else {}
    for source in {*declared, *side.claims}:
        props = declared.get(source)
        claims: dict[str, dict[str, str]] = {
            claim: dict(values) for claim, values in (props.claims if props else {}).items()
        }
        for claim, values in side.claims.get(source, {}).items():
            claims[claim] = {**claims.get(claim, {}), **values}
        found[source] = OidcIdentityProviderProps.model_construct(
            type="oidc",
            enabled=side.sources.get(source, props.enabled if props else True),
            claims=claims,
        )
    return found
