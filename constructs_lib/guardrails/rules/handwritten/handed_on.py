"""KC-HANDED-ON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import TAKEN_SCOPES
from constructs_lib.guardrails.keycloak.believed import believed
from constructs_lib.guardrails.keycloak.directories import maps_roles_by_name
from constructs_lib.guardrails.keycloak.granted_roles import granted_by_id, is_literal
from constructs_lib.guardrails.keycloak.made_things import MadeThings
from constructs_lib.guardrails.keycloak.naming_arguments import (
    SCOPES,
    has_own_client_id,
    is_id,
    kind_that_exists,
    kinds_named,
    names_something,
)
from constructs_lib.guardrails.keycloak.our_things import OurThings, identity
from constructs_lib.guardrails.keycloak.realm_settings import leaves_realm_as_it_is, lets_people_in
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
# By type, what may refer to something of ours, but to nothing that no stack makes: a login by a declared flow asks for
# no less than a declared login.
_HARMLESS_OF = {"keycloak_openid_client": frozenset({"authentication_flow_binding_overrides"})}
# Types by which somebody who is not the server's has a key of the realm.
_GIVEN_KEYS = "keycloak_realm_keystore_"
# Whose list it is, of types that take away what they do not list.
_LISTS = {"keycloak_group_roles": "group_id", "keycloak_user_groups": "user_id", "keycloak_user_roles": "user_id"}


class HandedOn(Rule):
    """What is added beside a declaration hands on nothing of it, and of what somebody made by hand."""

    id = "KC-HANDED-ON"
    info = (
        "a resource beside the declaration refers to something declared, or to what no stack makes, takes a declared "
        "name, lets other people in, or sets the whole realm"
    )
    why = (
        "A mapper on a declared client, a role in another scope, a subgroup or a second list gives somebody what the "
        "declaration does not, and nobody who reviews the declaration sees it. What was made by hand brings "
        "whatever it has, and more tomorrow."
    )
    source = "ASVS 5.0 V8.2.1"
    remedy = (
        "declare it, where there is a key; let it refer to clients, scopes, roles and groups that the code makes "
        "beside the declaration; or exempt it with the reason, and name in arguments what is shown in brackets"
    )
    by_argument = True
    gives_way = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument by which something that is not ours hands on what is, whatever its type."""
        if not configuration.emitted:
            return
        things = _Things(configuration, OurThings(configuration), MadeThings(configuration))
        for resource in configuration.resources():
            if resource.type.startswith("keycloak_") and not things.ours.have(resource):
                for argument, fault, named in _faults(things, resource):
                    yield Violation(resource.subject, fault, argument=argument, named=named)


@dataclass(frozen=True)
class _Things:
    configuration: Configuration
    ours: OurThings
    made: MadeThings


def _faults(things: _Things, resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield what is handed on: the argument, what is wrong, and how an exemption names it."""
    in_realm = things.ours.may_be_in(resource)
    if in_realm:
        yield from _of_realm(things, resource)
    harmless = _HARMLESS_OF.get(resource.type, frozenset())
    for argument, written in resource.arguments.items():
        if argument not in _HARMLESS:
            value = settled(written)
            has_name = in_realm and not (argument == "client_id" and has_own_client_id(resource))
            declared = _declared(things, argument, value, has_name=has_name) if argument not in harmless else ()
            others = _others(things, resource, argument, value) if in_realm else ()
            found = [*dict.fromkeys((*declared, *others))]
            for fault, name in found:
                yield argument, f"{argument} {fault}", f"{argument} = {name}"
            if has_name and not found:
                _note(things, resource, argument, value)


def _note(things: _Things, resource: Resource, argument: str, value: Value) -> None:
    """Note for other rules a name, or an id, that is a variable, or that nobody can tell before an apply."""
    for path, leaf in leaves(value):
        for each in alternatives(leaf) if names_something(resource, argument, path) else ():
            if is_variable(each):
                resource.open.add(argument)  # whoever sets it says whom it is about
            elif isinstance(each, Symbol) and not things.made.is_traced(each):
                resource.hidden.add(argument)


def _of_realm(things: _Things, resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a resource as a whole, in a realm that is declared."""
    if not leaves_realm_as_it_is(resource.type):
        fault = (
            "it brings the realm a key of its own, and whoever has that one makes tokens for every API"
            if resource.type.startswith(_GIVEN_KEYS)
            else "it sets for the whole realm what the declaration sets"
        )
        yield "*", fault, "realm"
    if lets_people_in(resource):
        yield "*", "people of it log in, of whom the declaration says nothing", "realm"
    for argument, fault, named in believed(things.configuration, resource):
        yield argument, fault, named
    if (twin := things.ours.twin(resource)) is not None:
        kind, name = twin
        yield "*", f"it is {kind} '{name}' a second time, which is declared", f"name = {name}"
    if "import" in resource.arguments and as_flag(resource.arguments["import"]) is not False:
        yield "import", "it takes over what exists, which may be declared", "import"
    if (role_argument := maps_roles_by_name(resource)) is not None:
        yield role_argument, "it grants every role whose name its directory knows, declared ones too", role_argument
    holder = _LISTS.get(resource.type)
    takes_away = as_flag(settled(resource.arguments.get("exhaustive"))) is not False
    if holder and takes_away and not things.made.makes(resource.arguments.get(holder)):
        fault = f"it takes away what it does not list, and no stack makes its {holder}: declared roles, too"
        yield "exhaustive", fault, "exhaustive"


def _declared(things: _Things, argument: str, value: Value, *, has_name: bool) -> Iterator[tuple[str, str]]:
    """Yield what of ours an argument refers to, by reference or by name, and its name."""
    for target in things.ours.referred(value):
        if argument in SCOPES and target.arguments.get("name") in things.ours.token_scopes:  # it has no role
            continue
        named = identity(target)
        name = named[1] if named and isinstance(named[1], str) else target.address
        yield f"refers to {_called(target)}, which is declared", name
    for role in things.ours.keyed(value):
        yield f"refers to role '{role}', which is declared", role
    for path, leaf in leaves(value) if has_name else ():
        for kind in kinds_named(argument, path, value):
            known = things.ours.names.get(kind, frozenset()) - (
                things.ours.token_scopes if argument in SCOPES else frozenset()
            )
            for each in map(settled, alternatives(leaf)):
                if isinstance(each, str) and (name := _plain(kind, each)) in known:
                    yield f"refers to {kind} '{name}', which is declared", name
                if isinstance(each, Symbol) and (become := _becomes(kind, each, known)):
                    yield f"refers to what may become {kind} '{become}', which is declared", each.pattern or each.text


def _others(things: _Things, resource: Resource, argument: str, value: Value) -> Iterator[tuple[str, str]]:
    """Yield what an argument refers to that is not ours, and that no stack makes: by a data source, a name or an id."""
    for scope in things.ours.shared(value) if argument not in SCOPES else ():
        name = scope.arguments.get("name")
        yield f"refers to client scope '{name}', which declared clients have", str(name)
    for source in things.made.lacks(value):
        kind, named = identity(source) or (source.type, None)
        is_other_rules = kind == "role" and granted_by_id(resource.type) == argument
        is_keycloaks = kind == "client scope" and named in TAKEN_SCOPES  # for whoever has it anyway
        is_told = next(iter([*things.ours.referred(value), *things.ours.shared(value)]), None) is not None
        if not (is_other_rules or is_told or (is_keycloaks and argument in SCOPES)):
            name = named if isinstance(named, str) else source.address
            yield f"refers to {_called(source)}, which no stack makes", name
    for path, leaf in leaves(value):
        existing = kind_that_exists(resource, argument, path)
        for each in map(settled, alternatives(leaf)):
            if existing and isinstance(each, str) and each and not _exists(things, resource, existing, each):
                yield f"names {existing} '{each}', which no stack makes", each
            if is_id(resource, argument, path) and is_literal(things.configuration, resource, argument, each):
                yield "is an id that is written out: what it is the id of may be declared", str(each)


def _exists(things: _Things, resource: Resource, kind: str, name: str) -> bool:
    """Tell whether a stack, or Keycloak with every realm, makes something; of what is declared others tell."""
    if kind == "client scope" and name in TAKEN_SCOPES:
        return True
    return name in things.ours.names.get(kind, ()) or things.made.has(kind, name, resource)


def _called(resource: Resource) -> str:
    """Return how people call something, without its realm."""
    return resource.subject.label.rpartition("', ")[2]


def _plain(kind: str, text: str) -> str:
    """Return a name as Keycloak compares it: of a group's path, the one at the root."""
    if kind == "group":
        return text.strip("/").partition("/")[0]
    return text.lower() if kind == "user" else text


def _becomes(kind: str, value: Symbol, names: frozenset[str]) -> str | None:
    """Return a name of ours that a text which is spelled out in part may become; of a group, a path of one part."""
    candidates = ((name, (f"/{name}", name) if kind == "group" else (name,)) for name in sorted(names))
    return next((name for name, texts in candidates if any(map(value.may_become, texts))), None)
