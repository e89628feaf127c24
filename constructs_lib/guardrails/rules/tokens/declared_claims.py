"""KC-TOKEN-CLAIM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_mappers import (
    actor_mappers,
    api_mappers,
    client_id_mapper,
    compatibility_mappers,
    token_scope_mappers,
)
from constructs_lib.declaration.token_settings import COMPATIBILITY_SCOPE, TOKEN_SCOPE
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.token_mappers import TokenMapper
    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DeclaredClaims"]

_MAPPER, _SCOPE, _CLIENT = "keycloak_generic_protocol_mapper", "keycloak_openid_client_scope", "keycloak_openid_client"


class DeclaredClaims(Rule):
    """Tokens say who calls, for whom, and what they may do."""

    id = "KC-TOKEN-CLAIM"
    info = "tokens of a declared realm lack a claim that APIs rely on"
    why = (
        "An API decides by aud and roles, and counts, limits and records by client_id and sub: without one of them, or "
        "with another value, it refuses everybody or takes one caller for another."
    )
    source = "RFC 9068 section 2.2"
    remedy = "leave the mappers of the token's scope and of its clients to the declaration"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to declared realms whose tokens lack a mapper, or have it with other settings."""
        for declared in declared_realms(configuration):
            name = declared.declaration.realm.in_realm(TOKEN_SCOPE)
            scope = next(declared.made(_SCOPE, having={"name": name}), None)
            if scope is None:
                yield declared.violation(f"the client scope '{name}', which shapes tokens, is not made for sure")
            else:
                mappers = token_scope_mappers(declared.declaration)
                yield from _lacking(declared, scope, "client_scope_id", mappers)
            written = compatibility_mappers(declared.declaration.realm.compatibility)
            kept = {"name": declared.declaration.realm.in_realm(COMPATIBILITY_SCOPE)}
            for scope in declared.made(_SCOPE, having=kept) if written else ():
                yield from _lacking(declared, scope, "client_scope_id", written)
            yield from _without_audience(declared)
            logging_in = _who_log_people_in(declared.declaration) | {
                client_id for ids in declared.checked.policy.exchanging.values() for client_id in ids
            }
            acting = {client_id for ids in declared.checked.policy.acting.values() for client_id in ids}
            for client in declared.some(_CLIENT):
                if (client_id := client.text("client_id")) in logging_in and client_id is not None:
                    yield from _lacking(declared, client, "client_id", (client_id_mapper(client_id),))
                if client_id in acting:
                    # Whose account the other member names, KC-ROLES-CLAIM looks at.
                    yield from _lacking(declared, client, "client_id", actor_mappers(client_id, "")[:1])


def _without_audience(declared: DeclaredRealm) -> Iterator[Violation]:
    """Of several APIs, the scopes that are asked for, and the APIs' own clients, say whom a token is for."""
    apis = declared.declaration.apis
    asked = {scope: apis[api] for scope, api in declared.checked.policy.served.scopes.items()} if apis else {}
    for scope in declared.some(_SCOPE) if apis else ():
        if (api := asked.get(scope.text("name") or "")) is not None:
            yield from _lacking(declared, scope, "client_scope_id", api_mappers(api))
    clients = {api.client_id: api for api in apis.values()}
    for client in declared.some(_CLIENT) if apis else ():
        if (api := clients.get(client.text("client_id") or "")) is not None:
            yield from _lacking(declared, client, "client_id", api_mappers(api))


def _who_log_people_in(declaration: Declaration) -> set[str]:
    clients = {name for access in declaration.accesses().values() for name in access.applications}
    apis = declaration.every_api.values()
    return clients | {api.client_id for api in apis if api.standard_flow or api.direct_access_grants}


def _lacking(
    declared: DeclaredRealm, target: Resource, argument: str, mappers: Iterable[TokenMapper]
) -> Iterator[Violation]:
    found = [
        each
        for each in declared.configuration.referring(target, _MAPPER, argument=argument)
        if declared.has(each) and each.decided_by is None and declared.referred(each.value(argument)) is target
    ]
    for mapper in mappers:
        if not any(_is(each, mapper) for each in found):
            yield target.violation(f"its mapper of '{mapper.name}' is not made for sure, or not as it is declared")


def _is(resource: Resource, mapper: TokenMapper) -> bool:
    return (
        resource.value("protocol_mapper") == mapper.kind
        and resource.value("protocol") == "openid-connect"
        and all(resource.setting(key) == value for key, value in mapper.config.items())
    )
