"""Lists and maps of which a part is known before the apply."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.plan import Plan
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap, Symbol
from tests.support.declarations.evaluated import evaluated

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("raw", "elements"),
    [
        ('${concat(var.a, ["x"])}', ["x"]),
        ('${concat(["x"], [for v in var.a : v])}', ["x"]),
        ('${[for v in ["x", "y"] : v if var.a]}', ["x", "y"]),
        ("${var.a[*]}", []),
        ('${[for k, v in var.a : "x"]}', ["x"]),
    ],
)
def test_list_is_open(raw: str, elements: list[str]) -> None:
    """What the code puts into a list is seen, whatever an apply puts beside it."""
    found = evaluated(raw)
    assert isinstance(found, OpenList)
    assert [element for element in found if isinstance(element, str)] == elements


@pytest.mark.parametrize(
    ("raw", "entries"),
    [
        ('${merge(var.a, {k = "x"})}', {"k": "x"}),
        ('${merge({k = "x"}, merge(var.a, {j = "y"}))}', {"j": "y"}),
        ('${{for k, v in merge(var.a, {k = "x"}) : k => v}}', {"k": "x"}),
        ('${{(var.a) = "x", k = "y"}}', {"k": "y"}),
        ('${{for v in [var.a, "k"] : v => "x"}}', {"k": "x"}),
    ],
)
def test_map_is_open(raw: str, entries: dict[str, str]) -> None:
    """So are the entries of a map; one that an unknown map may replace is none."""
    found = evaluated(raw)
    assert isinstance(found, OpenMap)
    assert {key: value for key, value in found.items() if isinstance(value, str)} == entries


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('${merge(var.a, {k = "x"}).k}', "x"),
        ('${lookup(merge(var.a, {k = "x"}), "k")}', "x"),
        ('${{k = "x"}[0].k}', "x"),
        ('${["x", "y"]["1"]}', "y"),
        ('${length(merge({k = "x"}, {k = "y"}))}', 1),
    ],
)
def test_element_is_known(raw: str, expected: object) -> None:
    """An element that no apply can replace is a value."""
    assert evaluated(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        '${concat(var.a, ["x"])[0]}',
        '${merge({k = "x"}, var.a).k}',
        "${upper([for v in var.a : v]...)}",
        "${merge(1, var.a)}",
        "${can(var.a == 1)}",
        '${coalesce(null, "")}',
        "${try(local.table.none)}",
        '${"x".y}',
        # Whether Terraform refuses what we do not compute, nobody knows.
        '${try(replace("none", "/x/", ""), "all")}',
        '${try(format("%05d", 1), "all")}',
        '${try(var.a ? local.table.none : "none", "all")}',
        '${try(keycloak_realm.Realm.smtp_server[0].port, "all")}',
        '${can(format("%05d", 1))}',
        '${flatten([[var.a], ["none"]])[0]}',
        '${upper("ß") == "SS" ? "all" : "none"}',
        '${startswith("e\u0301x", "e") ? "all" : "none"}',
        '${length("e\u0301") == 2 ? "all" : "none"}',
        '${jsondecode("NaN")}',
        '${length(toset([var.a, var.b])) == 2 ? "all" : "none"}',
    ],
)
def test_the_rest_is_unread(raw: str) -> None:
    """Where code and apply decide together, the value is none."""
    found = evaluated(raw)
    assert isinstance(found, Symbol)
    assert found.unread


def test_plan_fills_in_blocks_and_lists() -> None:
    """A plan's nested values take the place of what the configuration leaves open; its secrets do not."""
    document = {
        "format_version": "1.2",
        "planned_values": {
            "root_module": {
                "resources": [
                    {
                        "mode": "managed",
                        "type": "keycloak_realm",
                        "name": "Realm",
                        "values": {
                            "smtp_server": [{"host": "mx", "auth": [{"username": "kc", "password": "canary"}]}],
                            "locales": ["en", "canary"],
                            "nothing": None,
                            "odd": [1, 2],
                        },
                        "sensitive_values": {"smtp_server": [{"auth": [{"password": True}]}], "locales": [False, True]},
                    }
                ]
            }
        },
    }
    (instance,) = Plan.of_json(document).of("keycloak_realm.Realm").values()
    unknown = Symbol("unknown", unread=True)
    computed = instance.computed(
        {
            "smtp_server": {"host": unknown, "auth": {"username": unknown, "password": unknown}},
            "locales": unknown,
            "nothing": unknown,
            "odd": {"key": unknown},
        }
    )
    secret = Symbol("sensitive", variable="sensitive")
    assert computed == {
        "smtp_server": {"host": "mx", "auth": {"username": "kc", "password": unknown}},
        "locales": ["en", secret],
        "nothing": None,
        "odd": {"key": unknown},
    }
    assert instance.known()["smtp_server"] == [{"host": "mx", "auth": [{"username": "kc", "password": secret}]}]
