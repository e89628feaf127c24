"""Protocol mappers that shape access tokens: made by the constructs, asked for by the guardrails, read by previews."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import (
    ACTOR_CLAIM,
    CLIENT_ID_CLAIM,
    GROUPS_CLAIM,
    REALM_ACCESS_CLAIM,
    RESOURCE_ACCESS_CLAIM,
    ROLES_CLAIM,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import ApiProps, CompatibilityProps, Declaration, RealmProps

__all__ = [
    "CLAIM_TARGETS",
    "TokenMapper",
    "actor_mappers",
    "api_mappers",
    "audience_mapper",
    "client_id_mapper",
    "compatibility_mappers",
    "groups_mapper",
    "token_scope_mappers",
]

# The API's claims go into access tokens and introspection, never into ID tokens. All are written out: without
# `userinfo.token.claim` the plan never settles. The typed mappers of the provider lack the lightweight option.
CLAIM_TARGETS = {
    "access.token.claim": "true",
    "lightweight.claim": "true",
    "introspection.token.claim": "true",
    "id.token.claim": "false",
    "userinfo.token.claim": "false",
}


@dataclass(frozen=True)
class TokenMapper:
    """A generic protocol mapper.

    Attributes:
        name: Its name.
        kind: Keycloak's id of its kind, such as `oidc-sub-mapper`.
        config: Its settings, by Keycloak's names.
    """

    name: str
    kind: str
    config: Mapping[str, str] = field(default_factory=dict)


def token_scope_mappers(declaration: Declaration) -> tuple[TokenMapper, ...]:
    """Return the mappers of the client scope that every client has.

    One API is the audience of every token. Of several, the scopes that are asked for say whom a token is for, and roles
    of none but these are in it, since a role is gated by a scope of its own API.

    Args:
        declaration: What is declared: client roles of its APIs become `roles`.
    """
    # The one in Keycloak's scope `basic` leaves `sub` out of a person's lightweight access token.
    sub = TokenMapper("sub", "oidc-sub-mapper", CLAIM_TARGETS)
    # Service accounts only; clients that log people in add a claim of their own.
    caller = TokenMapper(
        CLIENT_ID_CLAIM,
        "oidc-usersessionmodel-note-mapper",
        {
            "user.session.note": "client_id",
            "claim.name": CLIENT_ID_CLAIM,
            "jsonType.label": "String",
            **CLAIM_TARGETS,
        },
    )
    if declaration.api:
        audience, *introspection = api_mappers(declaration.api)
        return (sub, audience, _roles_mapper(declaration.api), caller, *introspection)
    return (sub, *(_roles_mapper(api, of=name) for name, api in declaration.apis.items()), caller)


def api_mappers(api: ApiProps) -> tuple[TokenMapper, ...]:
    """Return what makes tokens be for an API: its identifier in `aud`, and its client's where it asks about tokens."""
    names = ("audience", "introspection")
    return tuple(audience_mapper(value, name=name) for name, value in zip(names, api.audiences, strict=False))


def client_id_mapper(client_id: str) -> TokenMapper:
    """Return what writes the client into people's tokens, and into traded ones (RFC 9068 section 2.2).

    Args:
        client_id: The client's OAuth identifier, the claim's value.
    """
    config = {"claim.name": CLIENT_ID_CLAIM, "claim.value": client_id, "jsonType.label": "String", **CLAIM_TARGETS}
    return TokenMapper(CLIENT_ID_CLAIM, "oidc-hardcoded-claim-mapper", config)


def actor_mappers(client_id: str, account_id: str) -> tuple[TokenMapper, TokenMapper]:
    """Return what makes traded tokens name who acts for their subject (RFC 8693 section 4.1).

    The members are those that Keycloak's own delegation writes from 26.8 on.

    Args:
        client_id: The client's OAuth identifier.
        account_id: Id of its service account, its `sub`.
    """
    client, account = (
        TokenMapper(
            f"{ACTOR_CLAIM}.{member}",
            "oidc-hardcoded-claim-mapper",
            {
                "claim.name": f"{ACTOR_CLAIM}.{member}",
                "claim.value": value,
                "jsonType.label": "String",
                **CLAIM_TARGETS,
            },
        )
        for member, value in ((CLIENT_ID_CLAIM, client_id), ("sub", account_id))
    )
    return client, account


def compatibility_mappers(props: CompatibilityProps) -> tuple[TokenMapper, ...]:
    """Return what writes roles into claims of before, as Keycloak's own client scope `roles` does.

    Args:
        props: Which claims.
    """
    roles = {"jsonType.label": "String", "multivalued": "true", **CLAIM_TARGETS}
    realm = {"claim.name": f"{REALM_ACCESS_CLAIM}.roles", **roles}
    # Without a client of its own it writes the roles of each, in the place of `${client_id}`.
    client = {"claim.name": f"{RESOURCE_ACCESS_CLAIM}.${{client_id}}.roles", **roles}
    return (
        *([TokenMapper(REALM_ACCESS_CLAIM, "oidc-usermodel-realm-role-mapper", realm)] if props.realm_access else ()),
        *(
            [TokenMapper(RESOURCE_ACCESS_CLAIM, "oidc-usermodel-client-role-mapper", client)]
            if props.resource_access
            else ()
        ),
    )


def groups_mapper(realm: RealmProps) -> TokenMapper:
    """Return what writes the names of a person's groups into ID tokens, access tokens and user information.

    Args:
        realm: The realm: in one that is joined, groups are named by their paths (`parent_group.group_claim`).
    """
    config = {
        **CLAIM_TARGETS,
        "claim.name": GROUPS_CLAIM,
        "full.path": str(realm.is_joined).lower(),  # "mlflow", where the default issues "/mlflow"
        "id.token.claim": "true",
        "userinfo.token.claim": "true",
        "multivalued": "true",  # Keycloak adds it: left out, the plan never settles
    }
    return TokenMapper(GROUPS_CLAIM, "oidc-group-membership-mapper", config)


def audience_mapper(audience: str, *, name: str | None = None) -> TokenMapper:
    """Return what adds an audience to `aud`.

    Args:
        audience: What is added: an API, or the client that may trade the token (RFC 8693).
        name: The mapper's name; defaults to the audience.
    """
    return TokenMapper(
        name or audience, "oidc-audience-mapper", {"included.custom.audience": audience, **CLAIM_TARGETS}
    )


def _roles_mapper(api: ApiProps, *, of: str | None = None) -> TokenMapper:
    config = {
        "usermodel.clientRoleMapping.clientId": api.client_id,
        "claim.name": ROLES_CLAIM,
        "jsonType.label": "String",
        "multivalued": "true",  # the default issues the first role alone
    }
    name = ROLES_CLAIM if of is None else f"{ROLES_CLAIM}-{of}"
    return TokenMapper(name, "oidc-usermodel-client-role-mapper", {**config, **CLAIM_TARGETS})
