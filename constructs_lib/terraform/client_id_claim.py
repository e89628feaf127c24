"""The `client_id` claim in people's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf_cdktf_provider_keycloak.generic_protocol_mapper import GenericProtocolMapper

from constructs_lib.terraform.claim_targets import CLAIM_TARGETS

if TYPE_CHECKING:
    from constructs import Construct

__all__ = ["claim_client_id"]


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
        name="client_id",
        protocol="openid-connect",
        protocol_mapper="oidc-hardcoded-claim-mapper",
        config={"claim.name": "client_id", "claim.value": client_id, "jsonType.label": "String", **CLAIM_TARGETS},
    )
