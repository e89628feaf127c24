"""Grants of a plan whose tables of local values are others than those of the code."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.declared_grant import DeclaredGrant
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.plan import Plan

pytestmark = pytest.mark.unit

CLIENT, ROLE, ROLES = "keycloak_openid_client", "keycloak_role", "keycloak_user_roles"
CODE: dict[str, Any] = {
    "locals": {
        "Consumers": {"batch": {"roles": ["fraud:predict"]}, "nobody": {"roles": []}},
        "Ids": "${{for key, role in keycloak_role.Each : role.name => role.id}}",
    },
    "resource": {
        ROLE: {"Each": {"for_each": {"fraud:predict": 1, "fraud:manage": 1}, "name": "${each.key}"}},
        CLIENT: {"C": {"for_each": "${local.Consumers}", "client_id": "${each.key}"}},
        ROLES: {
            "Roles": {
                "for_each": "${local.Consumers}",
                "user_id": f"${{{CLIENT}.C[each.key].service_account_user_id}}",
                "role_ids": "${[for name in each.value.roles : local.Ids[name]]}",
            }
        },
    },
}


def faults(
    role_ids: list[str] | None, *, key: str = "batch", user_id: str = "u-batch", unknown: bool = False, new: str = ""
) -> list[str]:
    """Return what is said of a plan that gives a client these roles.

    Args:
        role_ids: Their ids; None where they are not known.
        key: The client.
        user_id: Who gets them.
        unknown: An apply alone will know them.
        new: A role that has no id yet.
    """
    listed: list[tuple[str, str, str, dict[str, Any]]] = [
        (ROLE, "Each", name, {"name": name, **({} if name == new else {"id": f"id-{name}"})})
        for name in ("fraud:predict", "fraud:manage")
    ]
    listed += [
        (CLIENT, "C", name, {"client_id": name, "id": f"c-{name}", "service_account_user_id": f"u-{name}"})
        for name in ("batch", "nobody")
    ]
    listed.append((ROLES, "Roles", key, {"user_id": user_id, **({"role_ids": role_ids} if role_ids else {})}))
    resources: list[dict[str, Any]] = [
        {"mode": "managed", "type": kind, "name": name, "index": index, "address": index, "values": values}
        for kind, name, index, values in listed
    ]
    resources[-1]["address"] = "grant"
    saved = Plan.of_json(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": resources}},
            "resource_changes": [{"address": "grant", "change": {"after_unknown": {"role_ids": unknown}}}],
        }
    )
    found = DeclaredGrant().judge(Configuration({"dev": CODE}, {"dev": saved}))
    return [f"{each.subject.path}: {each.fault}" for each in found]


AT = 'dev/Roles["batch"]: its plan'


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (
            {"role_ids": ["id-fraud:predict", "id-fraud:manage"]},
            f"{AT} grants 'fraud:manage', which the code does not",
        ),
        ({"role_ids": ["x"]}, f"{AT} grants a role that the plan does not know, which the code does not"),
        (
            {"role_ids": None, "unknown": True},
            f"{AT} grants a role that an apply alone will know, and the code none",
        ),
        ({"role_ids": ["id-fraud:predict"], "user_id": "u-nobody"}, f"{AT} has another user_id than the code"),
        (
            {"role_ids": ["id-fraud:manage"], "key": "nobody", "user_id": "u-nobody"},
            "dev/Roles[\"nobody\"]: its plan grants 'fraud:manage', which the code does not",
        ),
    ],
)
def test_plan_that_grants_more_than_its_code_is_refused(plan: dict[str, Any], fault: str) -> None:
    """A role by another table of local values, one that nobody knows, and another user are each an error."""
    assert faults(**plan) == [fault]


def test_plan_that_grants_what_its_code_says_passes() -> None:
    """So does one whose role is made by the same apply, and has no id yet."""
    assert faults(["id-fraud:predict"]) == []
    assert faults(None, unknown=True, new="fraud:predict") == []


@pytest.mark.parametrize(("unknown", "found"), [(True, 0), ([True], 1)])
def test_what_the_code_leaves_out_is_the_providers_to_tell(unknown: object, found: int) -> None:
    """Provider 5 knows after the apply alone which roles a new role has; a list of one that is made then is refused."""
    role = {"realm_id": "ml", "name": "access"}
    code = {"resource": {"keycloak_role": {"Access": role | {"//": {"metadata": {"path": "dev/Access"}}}}}}
    address = "keycloak_role.Access"
    saved = Plan.of_json(
        {
            "format_version": "1.2",
            "planned_values": {
                "root_module": {
                    "resources": [
                        {
                            "address": address,
                            "mode": "managed",
                            "type": "keycloak_role",
                            "name": "Access",
                            "values": role,
                        }
                    ]
                }
            },
            "resource_changes": [{"address": address, "change": {"after_unknown": {"composite_roles": unknown}}}],
        }
    )
    assert len(list(DeclaredGrant().judge(Configuration({"dev": code}, {"dev": saved})))) == found
