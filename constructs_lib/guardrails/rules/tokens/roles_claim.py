"""KC-ROLES-CLAIM."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.claims import ABOUT_THE_CALLER, is_own_claim, writes_its_own_alone
from constructs_lib.guardrails.keycloak.flows import same_realm
from constructs_lib.guardrails.keycloak.mappers import CLAIM_MAPPERS, GENERIC_MAPPERS, claim_mapper_kind, written_claim
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RolesClaim"]

_CLIENT_ROLES, _REALM_ROLES = "oidc-usermodel-client-role-mapper", "oidc-usermodel-realm-role-mapper"
_GROUPS = "oidc-group-membership-mapper"
_INVENTS = {
    "oidc-hardcoded-role-mapper": "it puts a role into every token",
    "oidc-role-name-mapper": "it renames a role",
}
# Claims that decide, and the mappers made for them; gateways and Keycloak's own adapters read them.
_MADE_FOR = {
    "roles": (_CLIENT_ROLES,),
    "realm_access": (_REALM_ROLES,),
    "resource_access": (_CLIENT_ROLES,),
    "groups": (_GROUPS,),
    "scope": (),
    "acr": ("oidc-acr-mapper",),
    "sub": ("oidc-sub-mapper", "oidc-sha256-pairwise-sub-mapper"),
}
_OF_RIGHTS = (_CLIENT_ROLES, _REALM_ROLES, _GROUPS)
# How the paths end of the API's client, and of a role of its own.
_API, _ACCESS_ROLE = "/ApiClient/Client", "/AccessRole/Role"
# Where the mappers are by which a realm's tokens get their roles, one for each API.
_OWN = "/AccessTokenScope/roles"
_CONSTANT = "oidc-hardcoded-claim-mapper"
# Who calls, and who acts for somebody: a client may name itself.
_OWN_ID, _ACTOR_SUB = ("client_id", "act.client_id"), "act.sub"
# What Keycloak puts the identifier of the client for whose roles a mapper writes.
_OF_CLIENT = "${client_id}"
# Keycloak splits a claim's name at dots, unless a backslash stands before them, and drops backslashes.
_DOT = re.compile(r"(?<!\\)\.")


class RolesClaim(Rule):
    """What says who may do what in a token comes from Keycloak's own records."""

    id = "KC-ROLES-CLAIM"
    info = "a mapper writes rights into tokens by itself"
    why = (
        "Gateways and APIs believe roles, groups and scope: a constant, an attribute that people edit, or a role of "
        "the same name elsewhere gives rights that nobody granted."
    )
    source = "ASVS 5.0 V8.2.1 and V10.3.2"
    remedy = "remove the mapper; grant roles, and let the client role mapper of ml-base write them"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to mappers that write such claims and are not made for it, and to those that add or rename roles."""
        yield from _of_other_clients(configuration)
        for mapper in configuration.resources(*CLAIM_MAPPERS):
            kind, claim = claim_mapper_kind(mapper), written_claim(mapper)
            if kind in _INVENTS:
                yield mapper.violation(_INVENTS[kind])
            elif kind and claim and (fault := _fault(configuration, mapper, kind, claim)):
                yield mapper.violation(f"it writes the claim '{claim}' {fault}")
            elif (
                kind == _CONSTANT
                and claim
                and _path(claim)[0] in ABOUT_THE_CALLER
                and not _is_own(configuration, mapper, claim)
            ):
                yield mapper.violation(f"it writes a constant as the claim '{claim}'")


def _is_own(configuration: Configuration, mapper: Resource, claim: str) -> bool:
    """Tell whether a mapper's constant is the identifier, or the account, of the client that it belongs to."""
    if claim not in (*_OWN_ID, _ACTOR_SUB):
        return False
    generic = mapper.type in GENERIC_MAPPERS
    written = mapper.setting("claim.value") if generic else mapper.value("claim_value")
    clients = [client for symbol in mapper.symbols("client_id") if (client := configuration.target(symbol))]
    if not clients:
        return False
    if isinstance(written, Symbol) and all(configuration.target(written) is client for client in clients):
        return claim != _ACTOR_SUB or written.attribute == "service_account_user_id"
    return claim != _ACTOR_SUB and all(written == client.value("client_id") for client in clients)


def _of_other_clients(configuration: Configuration) -> Iterator[Violation]:
    """Object to mappers that write roles of another client than the APIs' under that claim.

    A role of one client looks like that of another there. Where the API is not declared here, the first mapper of a
    realm says which it is. A realm that is not known may be any.
    """
    mappers = [
        mapper
        for mapper in configuration.resources(*CLAIM_MAPPERS)
        if claim_mapper_kind(mapper) == _CLIENT_ROLES and _path(written_claim(mapper) or "")[0] == "roles"
    ]
    # That of the realm's own scope counts as the first, wherever it stands.
    mappers.sort(key=lambda each: _OWN not in each.path)
    for number, mapper in enumerate(mappers):
        client = _client(configuration, mapper)
        earlier = (each for each in mappers[:number] if same_realm(each, mapper))
        expected = _apis(configuration, mapper) or {_client(configuration, each) for each in earlier}
        if client is not None and expected - {client, None} - _beside(configuration, client):
            yield mapper.violation("it writes the claim 'roles' with the roles of another client than the API's")


def _beside(configuration: Configuration, client: Value) -> set[Value]:
    """Return the APIs' clients of a declaration that has this one: no role of one is called as one of another."""
    found: set[Value] = set()
    for checked in configuration.declared:
        clients = {api.client_id for api in checked.declaration.every_api.values()}
        found |= clients if client in clients else set()
    return found


def _apis(configuration: Configuration, mapper: Resource) -> set[Value]:
    """Return the identifiers of APIs' clients in a mapper's realm: declaration, clients and access roles say them."""
    roles = [each for each in configuration.resources("keycloak_role") if each.path.endswith(_ACCESS_ROLE)]
    owners = [
        client
        for role in roles
        if same_realm(role, mapper)
        for value in role.followed("client_id")
        for client in configuration.targets(value)
    ]
    declared: set[Value] = {
        api.client_id
        for checked in configuration.declared
        if mapper.text("realm_id") in (None, checked.declaration.realm.name)
        for api in checked.declaration.every_api.values()
    }
    clients = [each for each in configuration.resources("keycloak_openid_client") if each.path.endswith(_API)]
    return declared | {
        each.text("client_id") for each in (*owners, *(client for client in clients if same_realm(client, mapper)))
    }


def _client(configuration: Configuration, mapper: Resource) -> Value:
    """Return the identifier of the client whose roles a mapper writes; a symbol where it is not known."""
    value = _argument_of(mapper, "client")
    target = configuration.target(value) if isinstance(value, Symbol) else None
    name = (target.text("client_id") if target else None) or value
    return str(name) if isinstance(name, list | dict) else name


def _fault(configuration: Configuration, mapper: Resource, kind: str, claim: str) -> str | None:
    path = _path(claim)
    decides = path[0] if path[0] in _MADE_FOR else "resource_access" if path[-1] == "roles" else None
    if decides is not None and kind not in _MADE_FOR[decides]:
        return f"by '{kind}'"
    if kind in _OF_RIGHTS:
        return _fault_of_rights(mapper, decides, path, _client(configuration, mapper))
    guarded = decides is None and path[0] in ABOUT_THE_CALLER and kind != _CONSTANT
    foreign = (guarded or writes_its_own_alone(kind)) and not is_own_claim(mapper, kind, claim)
    return f"by '{kind}'" if foreign else None


def _fault_of_rights(mapper: Resource, decides: str | None, path: list[str], client: Value) -> str | None:
    """Tell what is wrong with a mapper of roles or groups."""
    own: dict[str, list[list[Value]]] = {
        "resource_access": [["resource_access", name, "roles"] for name in (_OF_CLIENT, client)],
        "realm_access": [["realm_access", "roles"]],
    }
    if decides is None:
        return "with rights that belong under roles or groups"
    if _argument(mapper, "prefix"):
        return "with a prefix, under which one role looks like another"
    if decides == "roles" and client is None:
        return "with the roles of every client"
    if decides in own and not any(path == each for each in own[decides]):
        return "with the roles of another client"
    return None


def _path(claim: str) -> list[str]:
    return [part.replace("\\", "") for part in _DOT.split(claim)]


_ARGUMENTS = {
    "prefix": ("client_role_prefix", "realm_role_prefix"),
    "client": ("client_id_for_role_mappings",),
}
_SETTINGS = {
    "prefix": ("usermodel.clientRoleMapping.rolePrefix", "usermodel.realmRoleMapping.rolePrefix"),
    "client": ("usermodel.clientRoleMapping.clientId",),
}


def _argument(mapper: Resource, name: str) -> bool:
    """Tell whether a typed or generic role mapper has an argument."""
    return bool(_argument_of(mapper, name))


def _argument_of(mapper: Resource, name: str) -> Value:
    typed = next((value for each in _ARGUMENTS[name] if (value := mapper.value(each))), None)
    return typed or next((value for each in _SETTINGS[name] if (value := mapper.setting(each))), None)
