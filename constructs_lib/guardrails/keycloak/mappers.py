"""Protocol mappers, typed and generic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.readings import may_be_on
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = [
    "CLAIM_MAPPERS",
    "GENERIC_MAPPERS",
    "MAPPERS",
    "claim_mapper_kind",
    "mapper_kind",
    "names_audience",
    "written_claim",
]

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


_KINDS = {
    "keycloak_openid_full_name_protocol_mapper": "oidc-full-name-mapper",
    "keycloak_openid_group_membership_protocol_mapper": "oidc-group-membership-mapper",
    "keycloak_openid_hardcoded_claim_protocol_mapper": "oidc-hardcoded-claim-mapper",
    "keycloak_openid_hardcoded_role_protocol_mapper": "oidc-hardcoded-role-mapper",
    "keycloak_openid_script_protocol_mapper": "oidc-script-based-protocol-mapper",
    "keycloak_openid_user_attribute_protocol_mapper": "oidc-usermodel-attribute-mapper",
    "keycloak_openid_user_client_role_protocol_mapper": "oidc-usermodel-client-role-mapper",
    "keycloak_openid_user_property_protocol_mapper": "oidc-usermodel-property-mapper",
    "keycloak_openid_user_realm_role_protocol_mapper": "oidc-usermodel-realm-role-mapper",
    "keycloak_openid_user_session_note_protocol_mapper": "oidc-usersessionmodel-note-mapper",
}

CLAIM_MAPPERS = (*GENERIC_MAPPERS, *_KINDS)
"""Mappers that write claims of tokens or change their roles, by resource type."""


def claim_mapper_kind(mapper: Resource) -> str | None:
    """Return the kind of a mapper of OpenID Connect, typed or generic; None where it is not one, or not known."""
    return _KINDS.get(mapper.type) or mapper_kind(mapper)


def written_claim(mapper: Resource) -> str | None:
    """Return the name of the claim that a mapper writes, as far as it is spelled out."""
    value = mapper.setting("claim.name") if mapper.type in GENERIC_MAPPERS else mapper.value("claim_name")
    return value.pattern if isinstance(value, Symbol) else value if isinstance(value, str) else None


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
    written = mapper.flag_setting("access.token.claim")
    return chosen and may_be_on(written)
