"""KC-HANDED-ON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from constructs_lib.guardrails.keycloak.claims import RIGHTS
from constructs_lib.guardrails.keycloak.directories import ROLE_MAPPERS, maps_roles_by_name
from constructs_lib.guardrails.keycloak.granted_roles import is_literal
from constructs_lib.guardrails.keycloak.our_things import OurThings, identity
from constructs_lib.guardrails.keycloak.realm_settings import leaves_realm_as_it_is
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.readings import as_flag, settled
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives, is_variable
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["HandedOn"]

# Where it is made, and when: whatever is named there gets nothing by it.
_HARMLESS = frozenset({"depends_on", "realm", "realm_id"})
# By type, what may refer to something of ours: a login by a declared flow asks for no less than a declared login.
_HARMLESS_OF = {"keycloak_openid_client": frozenset({"authentication_flow_binding_overrides"})}
_SCOPES = frozenset({"default_scopes", "optional_scopes"})
# What the name in an argument is a name of.
_NAMED = {
    **dict.fromkeys(_SCOPES, "client scope"),
    "claim_value": "audience",
    "client_id": "client",  # but of a client itself, and of an identity provider
    "client_id_for_role_mappings": "client",
    "default_roles": "role",
    "federated_identity": "identity provider",
    "group": "group",
    "groups_path": "group",
    "identity_provider_alias": "identity provider",
    "included_client_audience": "client",
    "included_custom_audience": "audience",
    "members": "user",
    "parent_flow_alias": "flow",
    "provider_alias": "identity provider",
    "role": "role",
}
_WITH_OWN_CLIENT_ID = ("_client", "_identity_provider")
# Called an id, and names a kind, or somebody elsewhere.
_KINDS = frozenset({"entity_id", "provider_id"})
# Entries of a mapper's settings that call something of its own.
_WORDS = frozenset((each,) for each in ("attribute.name", "claim.name", "jsonType.label", "user.attribute"))
_SETTINGS = frozenset({"config", "extra_config"})
_NAMED_IN_SETTINGS = ("audience", "client", "group", "role")
# Types by which somebody who is not the server's has a key of the realm.
_GIVEN_KEYS = "keycloak_realm_keystore_"


class HandedOn(Rule):
    """What is added beside a declaration hands on nothing of it."""

    id = "KC-HANDED-ON"
    info = "a resource beside the declaration refers to something declared, takes its name, or sets the whole realm"
    why = (
        "A mapper on a declared client, a role in another scope, a subgroup or a second list gives somebody what the "
        "declaration does not, and nobody who reviews the declaration sees it."
    )
    source = "ASVS 5.0 V8.2.1"
    remedy = (
        "declare it, where there is a key; let it refer to clients, scopes, roles and groups that are not declared; "
        "or exempt it with the reason, and name in arguments what is shown in brackets"
    )
    by_argument = True
    gives_way = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument by which something that is not ours hands on what is, whatever its type."""
        if not configuration.emitted:
            return
        ours = OurThings(configuration)
        for resource in configuration.resources():
            if resource.type.startswith("keycloak_") and not ours.have(resource):
                for argument, fault, named in _faults(configuration, ours, resource):
                    yield Violation(resource.subject, fault, argument=argument, named=named)


def _faults(configuration: Configuration, ours: OurThings, resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield what is handed on: the argument, what is wrong, and how an exemption names it."""
    realm = resource.arguments.get("realm_id", resource.arguments.get("realm"))
    in_realm = not isinstance(realm, str) or realm in ours.realms
    if in_realm:
        yield from _of_realm(ours, resource)
    harmless = _HARMLESS | _HARMLESS_OF.get(resource.type, frozenset())
    for argument, written in resource.arguments.items():
        if argument in harmless:
            continue
        value = settled(written)
        has_name = in_realm and not (argument == "client_id" and resource.type.endswith(_WITH_OWN_CLIENT_ID))
        found = [*_referred(ours, argument, value), *(_named(ours, argument, value) if has_name else ())]
        for label, name in dict.fromkeys(found):
            yield argument, f"{argument} refers to {label}, which is declared", f"{argument} = {name}"
        for scope in ours.shared(value) if argument not in _SCOPES else ():
            name = scope.arguments.get("name")
            fault = f"{argument} refers to client scope '{name}', which declared clients have"
            yield argument, fault, f"{argument} = {name}"
        ids = [*_written_ids(configuration, resource, argument)] if in_realm and not found else []
        for id_ in ids:
            fault = f"{argument} is an id that is written out: what it is the id of may be declared"
            yield argument, fault, f"{argument} = {id_}"
        variables = any(map(is_variable, alternatives(value)))
        if has_name and not found and not ids and _may_name(resource, argument) and variables:
            resource.open.add(argument)  # whoever sets it says whom it is about


def _of_realm(ours: OurThings, resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a resource as a whole, in a realm that is declared."""
    if not leaves_realm_as_it_is(resource.type):
        fault = (
            "it brings the realm a key of its own, and whoever has that one makes tokens for every API"
            if resource.type.startswith(_GIVEN_KEYS)
            else "it sets for the whole realm what the declaration sets"
        )
        yield "*", fault, "realm"
    if (twin := ours.twin(resource)) is not None:
        kind, name = twin
        yield "*", f"it is {kind} '{name}' a second time, which is declared", f"name = {name}"
    if "import" in resource.arguments and as_flag(resource.arguments["import"]) is not False:
        yield "import", "it takes over what exists, which may be declared", "import"
    if (role_argument := maps_roles_by_name(resource)) is not None:
        yield role_argument, "it grants every role whose name its directory knows, declared ones too", role_argument


def _may_name(resource: Resource, argument: str) -> bool:
    return argument in _NAMED or _is_id(resource, argument)


def _referred(ours: OurThings, argument: str, value: Value) -> Iterator[tuple[str, str]]:
    """Yield what of ours is referred to: how people call it, and its name."""
    for target in ours.referred(value):
        if argument in _SCOPES and target.arguments.get("name") == TOKEN_SCOPE:  # it has no role
            continue
        named = identity(target)
        name = named[1] if named and isinstance(named[1], str) else target.address
        yield target.subject.label.rpartition("', ")[2], name
    for role in ours.keyed(value):
        yield f"role '{role}'", role


def _named(ours: OurThings, argument: str, value: Value) -> Iterator[tuple[str, str]]:
    for path, leaf in leaves(value):
        if argument in _SETTINGS and _is_word(value, path):
            continue
        keys = (argument, *path)
        named = _NAMED.get(keys[-1]) or _NAMED.get(argument)
        kinds = _NAMED_IN_SETTINGS if _SETTINGS.intersection(keys) else (named,) if named else ()
        for each in map(settled, alternatives(leaf)):
            for kind in kinds:
                known = ours.names.get(kind, frozenset()) - (frozenset({TOKEN_SCOPE}) if argument in _SCOPES else set())
                if isinstance(each, str) and (name := _plain(kind, each)) in known:
                    yield f"{kind} '{name}'", name
                if isinstance(each, Symbol) and (become := _becomes(kind, each, known)):
                    yield f"what may become {kind} '{become}'", each.pattern or each.text


def _is_word(settings: Value, path: tuple[str, ...]) -> bool:
    """Tell whether a setting is no name of anything: how a claim is called, or what one says that is no right."""
    claim = settled(settings.get("claim.name")) if isinstance(settings, dict) else None
    if path != ("claim.value",) or not isinstance(claim, str):
        return path in _WORDS
    return claim.replace("\\", "").split(".")[0] not in RIGHTS


def _plain(kind: str, text: str) -> str:
    """Return a name as Keycloak compares it: of a group's path, the one at the root."""
    if kind == "group":
        return text.strip("/").partition("/")[0]
    return text.lower() if kind == "user" else text


def _becomes(kind: str, value: Symbol, names: frozenset[str]) -> str | None:
    """Return a name of ours that a text which is spelled out in part may become; of a group, a path of one part."""
    candidates = ((name, (f"/{name}", name) if kind == "group" else (name,)) for name in sorted(names))
    return next((name for name, texts in candidates if any(map(value.may_become, texts))), None)


def _written_ids(configuration: Configuration, resource: Resource, argument: str) -> Iterator[str]:
    for each in alternatives(resource.arguments[argument]) if _is_id(resource, argument) else ():
        if is_literal(configuration, resource, argument, each):
            yield str(each)


def _is_id(resource: Resource, argument: str) -> bool:
    named = resource.type.endswith(_WITH_OWN_CLIENT_ID) or resource.type in ROLE_MAPPERS  # client_id is no id there
    if argument in _KINDS or named:
        return False
    return argument.endswith(("_id", "_ids"))
