"""Protocol mappers, typed and generic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["GENERIC_MAPPERS", "MAPPERS", "mapper_kind", "names_audience"]

GENERIC_MAPPERS = ("keycloak_generic_protocol_mapper", "keycloak_generic_client_protocol_mapper")
"""Mappers whose kind is an argument; the second is the older name of the first."""

_AUDIENCE = "keycloak_openid_audience_protocol_mapper"

MAPPERS = (
    *GENERIC_MAPPERS,
    _AUDIENCE,
    "keycloak_openid_group_membership_protocol_mapper",
    "keycloak_openid_user_client_role_protocol_mapper",
    "keycloak_openid_user_realm_role_protocol_mapper",
)
"""Mappers that rules judge, by resource type."""


def mapper_kind(mapper: Resource) -> str | None:
    """Return the kind of a generic mapper of OpenID Connect (`oidc-audience-mapper`); None where it is not one."""
    is_openid = mapper.type in GENERIC_MAPPERS and mapper.text("protocol") == "openid-connect"
    return mapper.text("protocol_mapper") if is_openid else None


def names_audience(mapper: Resource) -> bool:
    """Tell whether a mapper writes a chosen audience into access tokens, as far as can be known."""
    if mapper.type == _AUDIENCE:
        chosen = mapper.is_set("included_client_audience") or mapper.is_set("included_custom_audience")
        return chosen and not mapper.is_false("add_to_access_token")
    if mapper_kind(mapper) != "oidc-audience-mapper":
        return False
    chosen = any(mapper.setting(f"included.{kind}.audience") for kind in ("client", "custom"))
    written = mapper.setting("access.token.claim")
    return chosen and (written in (True, "true") or isinstance(written, Symbol))
