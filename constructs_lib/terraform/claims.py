"""Claims that protocol mappers write into tokens, and which tokens they go into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk.keycloak import GenericProtocolMapper
from constructs_lib.declaration.token_settings import CLIENT_ID_CLAIM, GROUPS_CLAIM

if TYPE_CHECKING:
    from constructs import Construct

__all__ = ["CLAIM_TARGETS", "claim_client_id", "claim_groups"]

# The API's claims go into access tokens and introspection, never into ID tokens. All are written out: without
# `userinfo.token.claim` the plan never settles. The typed mappers of the provider lack the lightweight option.
CLAIM_TARGETS = {
    "access.token.claim": "true",
    "lightweight.claim": "true",
    "introspection.token.claim": "true",
    "id.token.claim": "false",
    "userinfo.token.claim": "false",
}


def claim_client_id(scope: Construct, *, realm_id: str, client_uuid: str, client_id: str) -> GenericProtocolMapper:
    """Add what people's tokens lack, and RFC 9068 section 2.2 requires.

    Args:
        scope: Construct that owns the mapper.
        realm_id: The realm.
        client_uuid: Internal id of the client that logs people in.
        client_id: Its OAuth client identifier, the claim's value.

    Returns:
        The mapper.
    """
    return GenericProtocolMapper(
        scope,
        "ClientIdClaim",
        realm_id=realm_id,
        client_id=client_uuid,
        name=CLIENT_ID_CLAIM,
        protocol="openid-connect",
        protocol_mapper="oidc-hardcoded-claim-mapper",
        config={"claim.name": CLIENT_ID_CLAIM, "claim.value": client_id, "jsonType.label": "String", **CLAIM_TARGETS},
    )


def claim_groups(scope: Construct, *, realm_id: str, client_uuid: str) -> None:
    """Add the names of a person's groups to the ID tokens, access tokens and user information of one client.

    Args:
        scope: Construct that owns the mapper.
        realm_id: The realm.
        client_uuid: Internal id of the client.
    """
    GenericProtocolMapper(
        scope,
        "GroupsClaim",
        realm_id=realm_id,
        client_id=client_uuid,
        name=GROUPS_CLAIM,
        protocol="openid-connect",
        protocol_mapper="oidc-group-membership-mapper",
        config={
            **CLAIM_TARGETS,
            "claim.name": GROUPS_CLAIM,
            "full.path": "false",  # "mlflow", where the default issues "/mlflow"
            "id.token.claim": "true",
            "userinfo.token.claim": "true",
            "multivalued": "true",  # Keycloak adds it: left out, the plan never settles
        },
    )
