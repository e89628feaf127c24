"""Claims that protocol mappers write into tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk.keycloak import GenericProtocolMapper
from constructs_lib.declaration.token_mappers import actor_mappers, client_id_mapper, groups_mapper

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.declaration.props import RealmProps
    from constructs_lib.declaration.token_mappers import TokenMapper

__all__ = ["add_mapper", "claim_actor", "claim_client_id", "claim_groups"]


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
    return add_mapper(scope, "ClientIdClaim", client_id_mapper(client_id), realm_id=realm_id, client_id=client_uuid)


def claim_actor(
    scope: Construct, *, realm_id: str, client_uuid: str, client_id: str, account_id: str
) -> tuple[GenericProtocolMapper, GenericProtocolMapper]:
    """Make a client's tokens name it as the one who acts for their subject.

    Args:
        scope: Construct that owns the mappers.
        realm_id: The realm.
        client_uuid: Internal id of the client.
        client_id: Its OAuth client identifier.
        account_id: Id of its service account.

    Returns:
        The mappers.
    """
    client, account = actor_mappers(client_id, account_id)
    return (
        add_mapper(scope, "ActorClientIdClaim", client, realm_id=realm_id, client_id=client_uuid),
        add_mapper(scope, "ActorSubClaim", account, realm_id=realm_id, client_id=client_uuid),
    )


def add_mapper(
    scope: Construct,
    id: str,
    mapper: TokenMapper,
    *,
    realm_id: str,
    client_id: str | None = None,
    client_scope_id: str | None = None,
) -> GenericProtocolMapper:
    """Add a mapper to a client, or to a client scope.

    Args:
        scope: Construct that owns it.
        id: Construct id.
        mapper: The mapper.
        realm_id: The realm.
        client_id: Internal id of the client.
        client_scope_id: Id of the client scope.

    Returns:
        The mapper.
    """
    return GenericProtocolMapper(
        scope,
        id,
        realm_id=realm_id,
        client_id=client_id,
        client_scope_id=client_scope_id,
        name=mapper.name,
        protocol="openid-connect",
        protocol_mapper=mapper.kind,
        config=dict(mapper.config),
    )


def claim_groups(scope: Construct, *, realm: RealmProps, realm_id: str, client_uuid: str) -> None:
    """Add the names of a person's groups to the ID tokens, access tokens and user information of one client.

    Args:
        scope: Construct that owns the mapper.
        realm: The realm, which decides how groups are named.
        realm_id: Its id.
        client_uuid: Internal id of the client.
    """
    add_mapper(scope, "GroupsClaim", groups_mapper(realm), realm_id=realm_id, client_id=client_uuid)
