"""What a consumer's client needs to trade people's tokens (RFC 8693)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.terraform.claims import claim_actor, claim_client_id
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_lib.cdk.keycloak import OpenidClient
    from constructs_lib.declaration.props import ConsumerProps
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.terraform.terraform_map import EachReference

__all__ = ["allow_exchange", "exchange_settings"]


def exchange_settings(consumer: ConsumerProps, features: ProviderFeatures) -> dict[str, str]:
    """Return the client's `extra_config` for token exchange: empty where the provider has an argument for it.

    Args:
        consumer: The consumer.
        features: What the provider can do.
    """
    if consumer.exchange is None or features.token_exchange_argument:
        return {}
    return {"standard.token.exchange.enabled": "true"}


def allow_exchange(
    scope: Construct,
    client: OpenidClient,
    clients: EachReference,
    *,
    realm_id: str,
    client_ids: Sequence[str],
    actors: Sequence[str],
    features: ProviderFeatures,
) -> tuple[str, ...]:
    """Let some of a team's machine clients trade tokens.

    Args:
        scope: Construct that owns what is added.
        client: All machine clients of the team.
        clients: The same, by key.
        realm_id: The realm.
        client_ids: Those that may trade tokens; none adds nothing.
        actors: Those of them whose tokens name them as actors.
        features: What the provider can do.

    Returns:
        Addresses of what was added.
    """
    if not client_ids:
        return ()
    if features.token_exchange_argument:
        listed = ", ".join(f'"{client_id}"' for client_id in client_ids)
        client.add_override("standard_token_exchange_enabled", f"${{contains([{listed}], each.key)}}")
    # Keycloak leaves `client_id` out of traded tokens, and RFC 9068 section 2.2 requires it.
    claim = claim_client_id(scope, realm_id=realm_id, client_uuid=clients.of_key("id"), client_id="${each.key}")
    exchanging = TerraformMap(scope, "Exchanging", {client_id: {} for client_id in client_ids})
    added = [exchanging.create_for_each(claim).address]
    if actors:
        acting = TerraformMap(scope, "Acting", {client_id: {} for client_id in actors})
        mappers = claim_actor(
            scope,
            realm_id=realm_id,
            client_uuid=clients.of_key("id"),
            client_id="${each.key}",
            account_id=clients.of_key("service_account_user_id"),
        )
        added += [acting.create_for_each(mapper).address for mapper in mappers]
    return tuple(added)
