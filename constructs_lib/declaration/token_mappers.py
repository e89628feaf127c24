"""Protocol mappers that shape access tokens: made by the constructs, asked for by the guardrails, read by previews."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import CLIENT_ID_CLAIM, GROUPS_CLAIM, ROLES_CLAIM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import ApiProps, RealmProps

__all__ = [
    "CLAIM_TARGETS",
    "TokenMapper",
    "audience_mapper",
    "client_id_mapper",
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


def token_scope_mappers(api: ApiProps) -> tuple[TokenMapper, ...]:
    """Return the mappers of the client scope that every client of the API has.

    Args:
        api: The API, whose identifier becomes `aud` and whose client roles become `roles`.
    """
    mappers = {
        # The one in Keycloak's scope `basic` leaves `sub` out of a person's lightweight access token.
        "sub": ("oidc-sub-mapper", {}),
        "audience": ("oidc-audience-mapper", {"included.custom.audience": api.effective_audience}),
        ROLES_CLAIM: (
            "oidc-usermodel-client-role-mapper",
            {
                "usermodel.clientRoleMapping.clientId": api.client_id,
                "claim.name": ROLES_CLAIM,
                "jsonType.label": "String",
                "multivalued": "true",  # the default issues the first role alone
            },
        ),
        # Service accounts only; clients that log people in add a claim of their own.
        CLIENT_ID_CLAIM: (
            "oidc-usersessionmodel-note-mapper",
            {"user.session.note": "client_id", "claim.name": CLIENT_ID_CLAIM, "jsonType.label": "String"},
        ),
    }
    if api.introspection and api.effective_audience != api.client_id:
        # Since 26.6.2 Keycloak tells nobody about a token but a client in its audience (keycloak/keycloak#49113).
        mappers["introspection"] = ("oidc-audience-mapper", {"included.custom.audience": api.client_id})
    return tuple(TokenMapper(name, kind, {**config, **CLAIM_TARGETS}) for name, (kind, config) in mappers.items())


def client_id_mapper(client_id: str) -> TokenMapper:
    """Return what writes the client into people's tokens, and into traded ones (RFC 9068 section 2.2).

    Args:
        client_id: The client's OAuth identifier, the claim's value.
    """
    config = {"claim.name": CLIENT_ID_CLAIM, "claim.value": client_id, "jsonType.label": "String", **CLAIM_TARGETS}
    return TokenMapper(CLIENT_ID_CLAIM, "oidc-hardcoded-claim-mapper", config)


def groups_mapper(realm: RealmProps) -> TokenMapper:
    """Return what writes the names of a person's groups into ID tokens, access tokens and user information.

    Args:
        realm: The realm: in one that is joined, groups are named by their paths (`realm_names.group_claim`).
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


def audience_mapper(client_id: str) -> TokenMapper:
    """Return what adds a client to `aud`, so that it may trade the token (RFC 8693).

    Args:
        client_id: The client's OAuth identifier, the mapper's name as well.
    """
    return TokenMapper(client_id, "oidc-audience-mapper", {"included.custom.audience": client_id, **CLAIM_TARGETS})
