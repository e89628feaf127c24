"""An exemption from KC-HANDED-ON allows what it names, and nothing that is handed on later."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from constructs_lib.guardrails.exemption import ExemptionProps
from constructs_lib.guardrails.review import Review, review
from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from tests.support.declarations.overridden import add, made, ours

pytestmark = pytest.mark.unit

EXPLAIN, PREDICT = (
    f'${{local.Security_Access_RoleIds_24394659["{each}"]}}' for each in ("fraud:explain", "fraud:predict")
)


def after(kind: str, *allowed: str, **arguments: Any) -> Review:  # noqa: ANN401 - JSON
    """Return what is said of a stack with one resource more, which is exempted for some arguments."""
    body = made()
    add(kind, **arguments)(body)
    name = next(iter(body["resource"][kind].keys() - made()["resource"].get(kind, {}).keys()))
    exempted = {"rule": "KC-HANDED-ON", "resource": f"stack/{name}", "reason": "auditors read all models"}
    return review(
        "stack",
        {"stack": body},
        [ExemptionProps.model_validate({**exempted, "arguments": allowed})],
        today=dt.date(2026, 11, 26),
        declared=[ours().checked],
        emitted=ours().emitted,
        rules=[HandedOn()],
    )


ROLES = {"group_id": "${var.g}", "exhaustive": False}


def test_each_thing_that_is_handed_on_is_named() -> None:
    """Two roles are two findings, each with what an exemption has to say."""
    errors = after("keycloak_group_roles", "group_id", **ROLES, role_ids=[EXPLAIN, PREDICT]).errors
    assert [
        name for name in ("fraud:explain", "fraud:predict") if any(f"[role_ids = {name}]" in e for e in errors)
    ] == [
        "fraud:explain",
        "fraud:predict",
    ]


@pytest.mark.parametrize(
    ("allowed", "stopped"),
    [
        (["role_ids = fraud:predict"], False),
        (["*"], False),
        (["role_ids"], True),
        (["role_ids = fraud:predic"], True),
        (["role_ids = fraud"], True),
        ([], True),
    ],
)
def test_an_exemption_allows_what_it_names(allowed: list[str], *, stopped: bool) -> None:
    """The role by its name, or everything: an argument alone is no name of what it hands on."""
    assert bool(after("keycloak_group_roles", *allowed, **ROLES, role_ids=[PREDICT]).errors) is stopped


@pytest.mark.parametrize(
    ("kind", "arguments", "allowed"),
    [
        ("keycloak_default_groups", {"group_ids": []}, "realm"),
        ("keycloak_group", {"name": "leads"}, "name = leads"),
        (
            "keycloak_generic_role_mapper",
            {"role_id": "8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"},
            "role_id = 8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11",
        ),
        ("keycloak_ldap_hardcoded_group_mapper", {"group": "/leads"}, "group = leads"),
    ],
)
def test_whatever_is_handed_on_has_a_name(kind: str, arguments: dict[str, Any], allowed: str) -> None:
    """Settings of the realm, names, ids and groups are exempted by what the finding shows in brackets."""
    found = after(kind, allowed, **arguments)
    assert (found.errors, found.unused) == ([], ())
    (error,) = (line for line in after(kind, "other", **arguments).errors if "KC-HANDED-ON" in line)
    assert f"[{allowed}]" in error
