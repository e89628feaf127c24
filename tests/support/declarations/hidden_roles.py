"""Ways to write the id of a role so that a reader has to follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.grants.admin_permission import AdminPermission
from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.roles import ADMIN_DATA, API, ROLES

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.plan import Plan

__all__ = ["ADMIN", "BY_ID", "HARMLESS", "found", "grant"]

ADMIN = "data.keycloak_role.View.id"
"""The id of a role that administers Keycloak."""

HARMLESS = "keycloak_role.Fraud.id"
"""The id of a role for one model."""

_RULES = (AdminPermission(), AdminRole(), BroadGrant(), TeamEveryModel())
_DATA = {
    **ADMIN_DATA,
    "keycloak_role": {
        **ADMIN_DATA["keycloak_role"],
        "Each": {**ADMIN_DATA["keycloak_role"]["View"], "for_each": {"a": "x"}, "name": "view-${each.key}"},
    },
    "keycloak_client_description_converter": {"Through": {"body": '{"name": "${data.keycloak_role.View.id}"}'}},
    "keycloak_user": {"Ada": {"realm_id": "ml", "username": "ada"}},
}
_LOCALS = {
    "Through": f"${{{ADMIN}}}",
    "ByName": {"view": f"${{{ADMIN}}}", "predict": f"${{{HARMLESS}}}"},
    "Half": f"${{{ADMIN}}}${{var.empty}}",
}


def found(
    resources: dict[str, dict[str, Any]],
    *,
    data: dict[str, Any] | None = None,
    plan: Plan | None = None,
    **json: object,
) -> dict[str, set[str]]:
    """Return the addresses that each rule about grants objects to, KC-UNREAD among them.

    Args:
        resources: Arguments of resources, by `<type>.<name>`, beside some roles and a client.
        data: Data sources beside those of roles that administer Keycloak, by type and name.
        plan: A saved plan of the stack.
        json: Other parts of the Terraform JSON.
    """
    through = {"for_each": {"a": 1, "b": 2}, "input": f"${{{ADMIN}}}"}
    resource: dict[str, dict[str, Any]] = {"terraform_data": {"Through": through}}
    for address, arguments in {**API, **ROLES, **resources}.items():
        resource_type, _, name = address.partition(".")
        resource.setdefault(resource_type, {})[name] = arguments
    sources = {**_DATA, **{kind: {**_DATA.get(kind, {}), **by_name} for kind, by_name in (data or {}).items()}}
    stack = {
        "resource": resource,
        "data": sources,
        "locals": _LOCALS,
        "variable": {"empty": {}, "role": {}, "table": {}},
        **json,
    }
    configuration = Configuration({"stack": stack}, {"stack": plan} if plan else None)
    faults = {
        rule.id: {each.subject.path.removeprefix("stack/") for each in configuration.violations(rule)}
        for rule in (*_RULES, Unread(_RULES))
    }
    return {rule: paths for rule, paths in faults.items() if paths}


BY_ID = {
    "keycloak_user_roles": "role_ids",
    "keycloak_group_roles": "role_ids",
    "keycloak_role": "composite_roles",
    "keycloak_openid_hardcoded_role_protocol_mapper": "role_id",
    "keycloak_generic_role_mapper": "role_id",
    "keycloak_generic_client_role_mapper": "role_id",
}


def grant(resource_type: str, role_id: object) -> dict[str, dict[str, Any]]:
    """Return a resource that names a role by its id."""
    argument = BY_ID[resource_type]
    value = role_id if argument == "role_id" or isinstance(role_id, list) else [role_id]
    return {f"{resource_type}.Grant": {"realm_id": "ml", "name": "harmless", argument: value}}
