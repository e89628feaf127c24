"""Grants in a saved plan, which shows Keycloak's ids."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.grants.undeclared_group import UndeclaredGroup
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.plan import Plan
from tests.support.declarations.hidden_roles import ADMIN, HARMLESS, found

pytestmark = pytest.mark.unit

VIEW, FRAUD, MANAGEMENT, API, HAND, OWN = (f"{digit}f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11" for digit in "123456")
NOWHERE = "9f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"
USER_ROLES, SERVICE_ACCOUNT = "keycloak_user_roles", "keycloak_openid_client_service_account_role"
READ = [
    {"mode": mode, "type": kind, "name": name, "values": values}
    for mode, kind, name, values in (
        ("data", "keycloak_role", "View", {"id": VIEW, "name": "view-clients", "client_id": MANAGEMENT}),
        ("data", "keycloak_openid_client", "Admin", {"id": MANAGEMENT, "client_id": "realm-management"}),
        ("data", "keycloak_group", "Hand", {"id": HAND, "name": "own"}),
        ("managed", "keycloak_role", "Fraud", {"id": FRAUD, "name": "fraud:manage", "client_id": API}),
        ("managed", "keycloak_openid_client", "Api", {"id": API, "client_id": "model-api"}),
        ("managed", "keycloak_group", "Own", {"id": OWN, "name": "own"}),
    )
]


def plan(kind: str, *, unknown: dict[str, bool] | None = None, **values: object) -> Plan:
    """Return a plan of one resource called `Grant`, which changes nothing else.

    Args:
        kind: Its type.
        unknown: Which arguments an apply alone will know.
        values: Its known arguments.
    """
    grant = {"mode": "managed", "type": kind, "name": "Grant", "address": f"{kind}.Grant", "values": values}
    return Plan.of_json(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": [grant]}},
            "prior_state": {"values": {"root_module": {"resources": READ}}},
            "resource_changes": [{"address": f"{kind}.Grant", "change": {"after_unknown": unknown or {}}}],
        }
    )


@pytest.mark.parametrize(
    ("role_id", "planned", "rules"),
    [
        (f"${{{ADMIN}}}${{var.empty}}", VIEW, {"KC-ADMIN-ROLE"}),
        (f"${{{ADMIN}}}${{var.empty}}", NOWHERE, {"KC-ADMIN-ROLE"}),
        (f"${{var.role ? {ADMIN} : {HARMLESS}}}", VIEW, {"KC-ADMIN-ROLE"}),
        (f'${{var.role ? {ADMIN} : "literal"}}', VIEW, {"KC-ADMIN-ROLE"}),
        ('${file("id")}', VIEW, {"KC-ADMIN-ROLE"}),
        ('${file("id")}', NOWHERE, {"KC-ADMIN-ROLE"}),
        ("${var.role}", VIEW, {"KC-ADMIN-ROLE"}),
        (VIEW, VIEW, {"KC-ADMIN-ROLE"}),
        (NOWHERE, NOWHERE, {"KC-ADMIN-ROLE"}),
        # What Terraform has computed is another role, of which the plan knows everything.
        (f"${{var.role ? {ADMIN} : {HARMLESS}}}", FRAUD, set()),
        (f"${{{HARMLESS}}}${{var.empty}}", FRAUD, set()),
        ('${file("id")}', FRAUD, set()),
        (f"${{{HARMLESS}}}", FRAUD, set()),
        ("${var.role}", NOWHERE, set()),
    ],
)
def test_planned_role_is_judged(role_id: str, planned: str, rules: set[str]) -> None:
    """The role of a planned id is looked up in the plan; one that the code makes up and nobody knows is refused."""
    granted = {f"{USER_ROLES}.Grant": {"role_ids": [role_id]}}

    assert set(found(granted, plan=plan(USER_ROLES, role_ids=[planned]))) == rules


def test_role_that_the_plan_does_not_know_is_refused() -> None:
    """A text around the id of a role that the apply makes stays hidden in the plan."""
    granted = {f"{USER_ROLES}.Grant": {"role_ids": [f"${{{HARMLESS}}}${{var.empty}}"]}}

    assert set(found(granted, plan=plan(USER_ROLES, unknown={"role_ids": True}))) == {"KC-UNREAD"}


@pytest.mark.parametrize(
    ("kind", "values", "rules"),
    [
        (USER_ROLES, {"role_ids": [VIEW]}, {"KC-ADMIN-ROLE"}),
        (USER_ROLES, {"role_ids": [NOWHERE]}, {"KC-ADMIN-ROLE"}),
        (USER_ROLES, {"role_ids": [FRAUD]}, set()),
        (SERVICE_ACCOUNT, {"client_id": MANAGEMENT, "role": "a-later-one"}, {"KC-ADMIN-ROLE"}),
        (SERVICE_ACCOUNT, {"client_id": NOWHERE, "role": "a-later-one"}, {"KC-UNREAD"}),
        (SERVICE_ACCOUNT, {"client_id": API, "role": "manage-users"}, set()),
        ("keycloak_openid_client_user_policy", {"resource_server_id": MANAGEMENT}, {"KC-ADMIN-PERMISSION"}),
    ],
)
def test_resource_that_only_the_plan_shows_is_judged(kind: str, values: dict[str, Any], rules: set[str]) -> None:
    """Another file of the folder can use data sources of its own: its ids are looked up as well."""
    assert set(found({}, plan=plan(kind, **values))) == rules


def test_unknown_role_of_a_resource_that_only_the_plan_shows_is_refused() -> None:
    """Nobody can tell what another file's expression makes of it at apply."""
    assert set(found({}, plan=plan(USER_ROLES, unknown={"role_ids": True}))) == {"KC-UNREAD"}


@pytest.mark.parametrize(
    ("group_id", "planned", "refused"),
    [
        ("${data.keycloak_group.Hand.id}${var.empty}", HAND, True),
        ("${keycloak_group.Own.id}${var.empty}", NOWHERE, True),
        ("${keycloak_group.Own.id}${var.empty}", OWN, False),
        ("${keycloak_group.Own.id}", OWN, False),
    ],
)
def test_planned_group_is_judged(group_id: str, planned: str, refused: bool) -> None:  # noqa: FBT001 - a parameter
    """A group by a planned id is one of ours, or an undeclared one."""
    json = {
        "resource": {
            "keycloak_group": {"Own": {"realm_id": "ml", "name": "own"}},
            "keycloak_user_groups": {"Grant": {"group_ids": [group_id]}},
        },
        "data": {"keycloak_group": {"Hand": {"realm_id": "ml", "name": "own"}}},
        "variable": {"empty": {}},
    }
    plans = {"stack": plan("keycloak_user_groups", group_ids=[planned])}

    assert bool([*UndeclaredGroup().judge(Configuration({"stack": json}, plans))]) is refused
