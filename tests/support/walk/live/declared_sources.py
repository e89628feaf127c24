"""What directories, identity providers and workload issuers of a declaration make of a realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.group_origins import BrokerOrigin, group_origins
from constructs_lib.declaration.oidc_presets import oidc_settings
from constructs_lib.declaration.props import SamlIdentityProviderProps
from tests.support.walk.live.contents import RealmContents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, IdentityProviderProps

__all__ = ["declared_sources"]

_ATTRIBUTES = ("email", "firstName", "lastName")


def declared_sources(declaration: Declaration) -> RealmContents:
    """Return what a realm should hold for its sources of people and of workload tokens.

    Args:
        declaration: What is declared.
    """
    return RealmContents(
        groups=frozenset(_subgroups(declaration)),
        mappers=frozenset((*_attributes(declaration), *_memberships(declaration))),
        sources=frozenset(
            (
                *(f"identity provider {name}: {one.type}" for name, one in declaration.workload_issuers.items()),
                *(f"identity provider {name}: {_kind(one)}" for name, one in declaration.identity_providers.items()),
                *(f"directory {name}: {one.vendor}" for name, one in declaration.federation.items()),
            )
        ),
        granted=frozenset(
            f"group /{group}/{origin.source}: {BROKERED_ROLE}"
            for group, origins in group_origins(declaration).items()
            for origin in origins
            if isinstance(origin, BrokerOrigin)
        ),
    )


def _kind(provider: IdentityProviderProps) -> str:
    return "saml" if isinstance(provider, SamlIdentityProviderProps) else oidc_settings(provider).provider_id


def _subgroups(declaration: Declaration) -> Iterator[str]:
    for group, origins in group_origins(declaration).items():
        for origin in origins:
            yield f"/{group}/{origin.source}"
            if not isinstance(origin, BrokerOrigin):
                yield from (f"/{group}/{origin.source}/{theirs}" for theirs in origin.groups)


def _memberships(declaration: Declaration) -> Iterator[str]:
    for group, origins in group_origins(declaration).items():
        for origin in origins:
            if isinstance(origin, BrokerOrigin):
                named = (f"{group}: {claim} {value}" for claim, value in origin.claims)
                yield from (f"identity provider {origin.source}: {name}" for name in named)
            else:
                yield f"directory {origin.source}: members of {group}"


def _attributes(declaration: Declaration) -> Iterator[str]:
    for name, provider in declaration.identity_providers.items():
        if provider.first_login == "create":
            yield f"identity provider {name}: people of an identity provider"
        if isinstance(provider, SamlIdentityProviderProps):
            username = ("username",) if provider.attributes.username else ()
            yield from (f"identity provider {name}: {one}" for one in (*_ATTRIBUTES, *username))
    for name, directory in declaration.federation.items():
        state = ("account state",) if directory.vendor == "ad" else ()
        yield from (f"directory {name}: {one}" for one in (*_ATTRIBUTES, "username", *state))
