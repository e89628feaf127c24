"""The `groups` claim in the tokens of an application that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf_cdktf_provider_keycloak.generic_protocol_mapper import GenericProtocolMapper

from constructs_lib.terraform.claim_targets import CLAIM_TARGETS

if TYPE_CHECKING:
    from constructs import Construct

__all__ = ["GROUPS_CLAIM", "claim_groups"]

GROUPS_CLAIM = "groups"
"""Name of the claim."""


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
