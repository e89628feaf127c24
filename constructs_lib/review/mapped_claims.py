"""What the mappers of a client, and of its client scopes, write into an access token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_mappers import (
    api_mappers,
    audience_mapper,
    compatibility_mappers,
    token_scope_mappers,
)
from constructs_lib.declaration.token_settings import (
    ACTOR_CLAIM,
    CLIENT_ID_CLAIM,
    REALM_ACCESS_CLAIM,
    RESOURCE_ACCESS_CLAIM,
    ROLES_CLAIM,
)
from constructs_lib.review.at_issue import AtIssue
from constructs_lib.review.requested_scopes import scope_roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.served_apis import ServedApis
    from constructs_lib.declaration.token_mappers import TokenMapper
    from constructs_lib.review.at_issue import Claim
    from constructs_lib.review.clients import ReviewedClient
    from constructs_lib.review.questions import AccessReview
    from constructs_lib.review.requested_scopes import RequestedScopes

__all__ = ["mapped_claims"]

_ID = 36 + 2


def mapped_claims(
    review: AccessReview, principal: Principal, client: ReviewedClient, requested: RequestedScopes
) -> dict[str, Claim]:
    """Return the claims that mappers write.

    Args:
        review: Of the declaration.
        principal: Whose token.
        client: The client that asks.
        requested: What it asks for.
    """
    claims: dict[str, Claim] = {}
    audience: set[str] = set()
    for mapper in _mappers(review, client, requested):
        claim = mapper.config.get("claim.name", "")
        match mapper.kind:
            case "oidc-sub-mapper":
                claims["sub"] = _subject(review, principal)
            case "oidc-audience-mapper":
                audience.add(mapper.config["included.custom.audience"])
            case "oidc-usermodel-client-role-mapper":  # one for each API
                roles = _roles(review, principal, client, requested)
                claims |= _role_claims(claim, review.policy.served, roles) if roles else {}
            case "oidc-usermodel-realm-role-mapper":
                claims[REALM_ACCESS_CLAIM] = {"roles": _realm_roles(review)}
            case "oidc-usersessionmodel-note-mapper":  # a note that sessions of service accounts alone have
                claims |= {claim: client.client_id} if principal.is_machine else {}
            case "oidc-hardcoded-claim-mapper" if claim.startswith(f"{ACTOR_CLAIM}."):
                claims[ACTOR_CLAIM] = _actor(client)
            case "oidc-hardcoded-claim-mapper":
                claims[claim] = mapper.config["claim.value"]
            case "oidc-group-membership-mapper":
                claims |= {claim: groups} if (groups := _groups(review, principal)) else {}
            case _:
                raise NotImplementedError(f"a preview does not know what mapper '{mapper.name}' writes")
    values = sorted(audience)
    aud: dict[str, Claim] = {"aud": values[0] if len(values) == 1 else values} if values else {}
    return {**aud, **claims}


def _actor(client: ReviewedClient) -> dict[str, Claim]:
    account = AtIssue(f"id of the service account of {client.client_id}", _ID)
    return {CLIENT_ID_CLAIM: client.client_id, "sub": account}


def _mappers(review: AccessReview, client: ReviewedClient, requested: RequestedScopes) -> Iterator[TokenMapper]:
    policy = review.policy
    declaration, served = review.declaration, policy.served
    yield from token_scope_mappers(declaration)
    if declaration.apis:
        asked = {served.scopes[scope] for scope in requested.granted if scope in served.scopes}
        for name in asked:
            yield from api_mappers(declaration.apis[name])
    yield from compatibility_mappers(declaration.realm.compatibility)
    for consumer, client_ids in policy.exchanging.items():
        if policy.exchange_scope(consumer) in requested.granted:
            yield from map(audience_mapper, client_ids)
    yield from client.mappers


def _role_claims(claim: str, served: ServedApis, roles: list[str]) -> dict[str, Claim]:
    if claim == ROLES_CLAIM:
        return {claim: roles}
    by_client: dict[str, list[str]] = {}
    for role in roles:
        by_client.setdefault(served.by_name[served.roles[role]].client_id, []).append(role)
    return {RESOURCE_ACCESS_CLAIM: {client: {"roles": own} for client, own in by_client.items()}}


def _realm_roles(review: AccessReview) -> AtIssue:
    """Nobody declares who holds a realm role: all of those that may be there are counted."""
    names = review.declaration.realm.compatibility.realm_access
    text = f"those of {', '.join(names)} that their holder has; without any, no such claim"
    return AtIssue(text, len(json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()), exact=False)


def _subject(review: AccessReview, principal: Principal) -> AtIssue:
    if principal.is_machine:
        return AtIssue(f"id of the service account of {principal.name}", _ID)
    directory = review.declaration.federation.get(principal.source)
    if directory and not directory.import_enabled:  # Keycloak names them by directory and username
        return AtIssue("f:<id of the directory>:<username>", _ID + 12, exact=False)
    return AtIssue("id of the account", _ID)


def _roles(review: AccessReview, principal: Principal, client: ReviewedClient, requested: RequestedScopes) -> list[str]:
    held = review.policy.held_roles(principal)
    if client.holds_all_roles:
        return sorted(role for role in held if review.policy.served.roles.get(role) == client.api)
    gates = scope_roles(review.policy)
    return sorted({gates[scope] for scope in requested.granted if scope in gates} & held)


def _groups(review: AccessReview, principal: Principal) -> list[str]:
    """Keycloak names the group that somebody is in directly: for people from elsewhere a subgroup of ours."""
    match principal.kind:
        case "directory":
            return [principal.name.partition(":")[2]]
        case "claim":
            return [principal.source]
        case "group":
            return [principal.group]
        case _:
            access = review.declaration.accesses()[principal.team]
            return sorted(set(access.people[principal.name].groups))
