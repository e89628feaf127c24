"""KC-UNDECLARED-GROUP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.declared_groups import DeclaredGroups
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.keycloak.directories import maps_groups_by_name
from constructs_lib.guardrails.keycloak.granted_roles import is_literal
from constructs_lib.guardrails.keycloak.made_things import realm_of
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["UndeclaredGroup"]

_GROUP = "keycloak_group"
# Arguments that hold ids of groups, by resource type; members of a subgroup have the roles of its parent.
_BY_ID = {
    "keycloak_user_groups": "group_ids",
    "keycloak_group_memberships": "group_id",
    "keycloak_default_groups": "group_ids",
    _GROUP: "parent_id",
}
# Arguments that hold the path of a group.
_BY_PATH = {
    "keycloak_hardcoded_group_identity_provider_mapper": "group",
    "keycloak_ldap_hardcoded_group_mapper": "group",
    "keycloak_ldap_group_mapper": "groups_path",
}
_BY_SETTING = ("keycloak_custom_identity_provider_mapper", "keycloak_ldap_custom_mapper")
_SETTINGS = ("group", "groups.path")
_ROOT = "/"
# The construct that holds people of a source within a group of ours.
_OF_SOURCE = re.compile(r"/Groups/([^/]+)/[^/]+/Subgroup\Z")


class UndeclaredGroup(Rule):
    """Whoever joins a group gets roles that are declared."""

    id = "KC-UNDECLARED-GROUP"
    info = "somebody joins a group that is declared nowhere, or gets more by it than is declared"
    why = "A group that was made by hand may have any role, of Keycloak's administration too, and more tomorrow."
    source = "ASVS 5.0 V8.2.1"
    remedy = "declare the group, and refer to it; put a directory's groups below one that is theirs alone"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to members, defaults, subgroups and mappers of groups that no stack declares."""
        made: dict[str, set[str | None]] = {}
        for group in configuration.resources(_GROUP):
            made.setdefault(realm_of(group), set()).add(group.text("name"))
        for resource in configuration.resources(*_BY_ID):
            argument = _BY_ID[resource.type]
            value = resource.value(argument)
            names = made.get(realm_of(resource), set())
            if any(
                not _is_declared(configuration, each, names)
                and not _is_planned(configuration, resource, argument, each)
                for each in (value if isinstance(value, list) else [value])
                if each
            ):
                yield resource.violation(f"{argument} names a group that is declared nowhere")
        yield from _moved(configuration)
        for mapper in configuration.resources("keycloak_ldap_group_mapper", "keycloak_ldap_custom_mapper"):
            if (root := maps_groups_by_name(mapper)) is not None:
                fault = f"{root} is the realm's root: people join whatever group their directory knows the name of"
                yield mapper.violation(fault)
        for resource, argument, path in _paths(configuration):
            if not _is_path(configuration, path, made.get(realm_of(resource), set())):
                yield resource.violation(f"{argument} names a group that is declared nowhere")


def _moved(configuration: Configuration) -> Iterator[Violation]:
    """Object to declared groups below another: their members would have its roles, too."""
    for declared in declared_realms(configuration):
        names = {name for access in declared.declaration.accesses().values() for name in access.groups}
        groups, places = list(declared.some(_GROUP)), DeclaredGroups(declared)
        at_root = {group.text("name") for group in groups if group.value("parent_id") in (None, "")}
        for group in groups:
            name = group.text("name")
            ours = group.path.endswith(f"/Groups/{name}/Group") or name not in at_root
            if name in names and ours and not places.is_in_place(group):
                yield group.violation("parent_id puts it below another group, and it is declared by itself")
            if of_source := _OF_SOURCE.search(group.path):
                above = declared.referred(group.value("parent_id"))
                if above is None or above.text("name") != of_source[1]:
                    yield group.violation(f"parent_id is not '{of_source[1]}', whose people it holds")


def _paths(configuration: Configuration) -> Iterator[tuple[Resource, str, Value]]:
    for resource in configuration.resources(*_BY_PATH):
        yield resource, _BY_PATH[resource.type], resource.value(_BY_PATH[resource.type])
    for resource in configuration.resources(*_BY_SETTING):
        for setting in _SETTINGS:
            yield resource, setting, resource.setting(setting)


def _is_declared(configuration: Configuration, value: Value, names: set[str | None]) -> bool:
    group = configuration.target(value) if isinstance(value, Symbol) else next(configuration.targets(value), None)
    if group:
        return group.type == _GROUP and not group.address.startswith("data.")
    if not isinstance(value, Symbol):
        return False
    # An index into a table of groups by name, as the access layer puts it out.
    return value.key in names and not any(source.variable for source in value.sources())


def _is_planned(configuration: Configuration, resource: Resource, argument: str, value: Value) -> bool:
    """Tell whether an id is what a plan shows of a reference to a group that it does not know."""
    if isinstance(value, Symbol) or next(configuration.targets(value), None):
        return False
    return not is_literal(configuration, resource, argument, value)


def _is_path(configuration: Configuration, path: Value, names: set[str | None]) -> bool:
    if path in (None, "", _ROOT):
        return True  # nobody joins the root; a directory's groups below it are another question
    if isinstance(path, str):
        return names.issuperset(path.strip(_ROOT).split(_ROOT))
    return _is_declared(configuration, path, names)
