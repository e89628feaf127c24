"""Claims that say who somebody is, and which mappers may write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import GENERIC_MAPPERS

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["ABOUT_THE_CALLER", "RIGHTS", "is_own_claim", "writes_its_own_alone"]

ABOUT_THE_CALLER = frozenset(
    [
        *("act", "acr", "amr", "aud", "auth_time", "authorities", "authorization", "azp", "client_id", "cnf", "email"),
        *("email_verified", "entitlements", "exp", "iat", "iss", "jti", "may_act", "nbf", "nonce", "permissions"),
        *("preferred_username", "role", "scp", "session_state", "sid", "sub", "typ", "username"),
    ]
)
"""Claims that say who somebody is, or for whom and how a token was issued."""

RIGHTS = ABOUT_THE_CALLER | {"groups", "roles", "scope", "realm_access", "resource_access"}
"""Claims by which a receiver decides who is calling, and what they may do."""

_PROPERTY = "oidc-usermodel-property-mapper"
# What Keycloak's own scopes write: from what of the person, or the session, into which claim.
_PERSON = {
    ("email", "email"),
    ("emailVerified", "email_verified"),
    ("firstName", "given_name"),
    ("lastName", "family_name"),
    ("username", "preferred_username"),
    ("username", "username"),
}
_STANDARD = {
    _PROPERTY: _PERSON,
    "oidc-usermodel-attribute-mapper": _PERSON,
    "oidc-usersessionmodel-note-mapper": {("AUTH_TIME", "auth_time"), ("client_id", "client_id")},
}
_SOURCES = {
    _PROPERTY: ("user_property", "user.attribute"),
    "oidc-usermodel-attribute-mapper": ("user_attribute", "user.attribute"),
    "oidc-usersessionmodel-note-mapper": ("session_note", "user.session.note"),
}


def writes_its_own_alone(kind: str) -> bool:
    """Tell whether a kind of mapper has no use but Keycloak's own."""
    return kind == _PROPERTY


def is_own_claim(mapper: Resource, kind: str, claim: str) -> bool:
    """Tell whether a mapper writes a claim from what Keycloak's own scopes write it from.

    Args:
        mapper: A mapper, typed or generic.
        kind: Its kind (`oidc-usermodel-property-mapper`).
        claim: The claim that it writes.
    """
    if kind not in _SOURCES:
        return False
    argument, setting = _SOURCES[kind]
    source = mapper.setting(setting) if mapper.type in GENERIC_MAPPERS else mapper.value(argument)
    return isinstance(source, str) and (source, claim) in _STANDARD[kind]
