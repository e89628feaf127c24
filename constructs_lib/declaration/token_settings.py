"""What tokens hold, and settings of clients: tokens follow RFC 9068 and stay small; no unsigned request object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.parent_group import MARK, parent_group

if TYPE_CHECKING:
    from constructs_lib.declaration.props import RealmProps

__all__ = [
    "ACCESS_TOKEN_SETTINGS",
    "ACTOR_CLAIM",
    "BINDING_CLAIM",
    "BINDING_MEMBERS",
    "CLIENT_ID_CLAIM",
    "COMPATIBILITY_SCOPE",
    "GROUPS_CLAIM",
    "LIGHTWEIGHT",
    "MACHINE_SCOPES",
    "OFFLINE_ACCESS",
    "PERSON_SCOPES",
    "PROFILE_SCOPES",
    "REALM_ACCESS_CLAIM",
    "REALM_ROLES_SCOPE",
    "REGISTERED_TOKEN",
    "REQUEST_OBJECT_ALGORITHM",
    "RESOURCE_ACCESS_CLAIM",
    "ROLES_CLAIM",
    "TOKEN_SCOPE",
    "TOKEN_TYPE",
    "access_token_settings",
]

ACTOR_CLAIM = "act"
"""The claim that names who acts for the subject of a token (RFC 8693 section 4.1)."""

BINDING_CLAIM = "cnf"
"""The claim that binds a token to a key or a certificate (RFC 7800 section 3.1): who takes it must see the proof."""

BINDING_MEMBERS = ("jkt", "x5t#S256")
"""What Keycloak binds a token to: a key (RFC 9449 section 6.1), a TLS client certificate (RFC 8705 section 3.1)."""

CLIENT_ID_CLAIM = "client_id"
"""The claim that names the client (RFC 9068 section 2.2)."""

GROUPS_CLAIM = "groups"
"""The claim with the names of a person's groups, in tokens of the applications that ask for it."""

ROLES_CLAIM = "roles"
"""The claim that holds the granted roles (RFC 9068 section 2.2.3.1): what gateways decide by."""

REALM_ACCESS_CLAIM = "realm_access"
"""The claim in which Keycloak's own tokens hold realm roles, as `{"roles": [...]}`."""

RESOURCE_ACCESS_CLAIM = "resource_access"
"""The claim in which Keycloak's own tokens hold roles of clients, as `{"<client_id>": {"roles": [...]}}`."""

COMPATIBILITY_SCOPE = "ml-compatibility"
"""Name of the client scope that writes claims of before, where a declaration asks for them."""

REALM_ROLES_SCOPE = "ml-realm-roles"
"""Name of the client scope that lets declared realm roles into them."""

TOKEN_SCOPE = "ml-base"  # noqa: S105 - a name
"""Name of the client scope that shapes access tokens."""

MACHINE_SCOPES = ("basic", "service_account")
"""Keycloak's own client scopes that a machine's tokens have unasked, beside `TOKEN_SCOPE`. `basic` brings `sub`.

Keycloak re-adds `service_account` itself: leaving it out drifts.
"""

PERSON_SCOPES = ("basic",)
"""The same for clients that log people in."""

PROFILE_SCOPES = ("profile", "email")
"""What a person may let an application know in its ID token; in the access token only where that opens userinfo."""

OFFLINE_ACCESS = "offline_access"
"""Scope, and realm role, of refresh tokens that outlive a session."""

TOKEN_TYPE = "at+jwt"  # noqa: S105 - RFC 9068 section 2.1
"""The `typ` of access tokens: no other JWT of the realm passes for one."""

REGISTERED_TOKEN = {("header", "typ"): "JWT", ("claims", "typ"): "Bearer"}
"""What tells an access token of a client that registered itself, which no setting of ours shapes (Keycloak 26.7.3): an
ID token has the claim `ID`."""

LIGHTWEIGHT = "client.use.lightweight.access.token.enabled"
"""The client's switch for access tokens that hold no claim unless a mapper says so."""

ACCESS_TOKEN_SETTINGS = {
    "access.token.header.type.rfc9068": "true",
    LIGHTWEIGHT: "true",
}


def access_token_settings(realm: RealmProps) -> dict[str, str]:
    """Return what every client of ours is set to (`extra_config` of `keycloak_openid_client`).

    In a realm that is joined, the client says what signs its tokens: what signs those of others is the owner's.

    Args:
        realm: The realm.
    """
    algorithm = realm.signature_algorithm
    own = {
        "access.token.signed.response.alg": algorithm,
        "id.token.signed.response.alg": algorithm,
        MARK: parent_group(realm) or "",
    }
    return {**ACCESS_TOKEN_SETTINGS, **(own if realm.is_joined else {})}


REQUEST_OBJECT_ALGORITHM = "ES256"
"""What signs an application's request objects (RFC 9101). Keycloak's default takes `none` (RFC 8725 section 3.1)."""
