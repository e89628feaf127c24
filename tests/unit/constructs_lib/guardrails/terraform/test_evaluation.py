"""What is known of an expression before the apply."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap, Symbol
from tests.support.declarations.evaluated import evaluated

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # Of part III of the attack: each once passed as unknown.
        ("${!false}", True),
        ("${1 == 1 ? true : false}", True),
        ("${coalesce(true, false)}", True),
        ('${concat(["https://x/cb"], ["https://x/*"])}', ["https://x/cb", "https://x/*"]),
        ('${format("https://%s", "*")}', "https://*"),
        ('${false ? "all" : "none"}', "none"),
        ('${{for k, v in local.table : k => "${k}!"}}', {"a": "a!", "b": "b!"}),
        ('${join("", ["a", 1, true])}', "a1true"),
        ("%{if true}a%{else}b%{endif}", "a"),
        ("$${a}", "${a}"),
        ('${lookup({a = "x"}, "a", "y")}', "x"),
        ('${try(["x", "y"]["1.0"], "z")}', "y"),
        ('${"e\u0301" == "\u00e9"}', True),
        ('${trimspace(" \u001fx ")}', "\u001fx"),
        ("${try(local.table.none, local.table.a)}", "x"),
        ("${can(local.table.none)}", False),
        ("${local.table.b[0]}", "y"),
        ("${local.table.b.0}", "y"),
        ('${[for k, v in keycloak_role.Many : v.name if k != "one"]}', ["role-two"]),
        ('${keycloak_role.Many["one"].name}', "role-one"),
        ("${keycloak_role.Two[*].name}", ["role-0", "role-1"]),
        ('${lookup({a = var.a, b = "x"}, "b", "y")}', "x"),
        ('${lookup({a = var.a}, "b", "y")}', "y"),
        ('${lookup({for k, v in {a = var.a} : k => v}, "b", "y")}', "y"),
        ("${[for k in [var.a] : 1]}", [1]),
        ("${keys({a = var.a, b = var.b})}", ["a", "b"]),
        ("${keycloak_role.Two[1].name}", "role-1"),
        ("${terraform_data.Through.output}", "x"),
        ("${keycloak_realm.Realm.smtp_server[0].host}", "mail"),
        ('${lookup({for k in concat(["a"], var.a[*]) : "a" => "x"}, "a", "y")}', "x"),
        ("${var.a != var.a && false}", False),
        ("${var.a == 1 || true}", True),
        ('${var.a ? "all" : "all"}', "all"),
        ('${contains(["a", var.a], "a")}', True),
        ({'${upper("k")}': "v"}, {"K": "v"}),
        ("${[var.a, 1][1]}", 1),
        ("${length([var.a, 1])}", 2),
    ],
)
def test_what_the_code_decides_is_known(raw: object, expected: object) -> None:
    """Whatever the syntax, a value that no apply can change is a value here."""
    assert evaluated(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "${var.a}",
        "${var.a.b[0]}",
        "${keycloak_realm.Realm.internal_id}",
        "${data.keycloak_role.Role.id}",
        "${tostring(var.a)}",
        "${try(var.a, null)}",
        "${lookup(var.a, var.b, null)}",
        "${coalesce(null, var.a)}",
        "${terraform.workspace}",
        "${var.a ? var.a : var.b}",
        "${local.mixed[var.b]}",
        "${[for v in var.a : v.id][var.b]}",
        "${try(var.a, var.b)}",
        "${lookup(local.mixed, var.b)}",
        "${one(var.a[*].id)}",
        "${count.index}",
        "${keycloak_role.Many[var.a].id}",
        "https://${var.a}/cb",
        '${format("%s/%s", var.a, "cb")}',
    ],
)
def test_what_an_apply_alone_decides_is_a_reference(raw: str) -> None:
    """Variables and attributes pass, and so do texts with them: the code adds nothing that decides."""
    found = evaluated(raw)

    assert isinstance(found, Symbol)
    assert not found.unread


@pytest.mark.parametrize(
    "raw",
    [
        '${var.a ? "all" : "none"}',
        "${var.a ? null : var.b}",
        '${var.a == "prod"}',
        "${var.a == var.a}",
        "${terraform.workspace == terraform.workspace}",
        "${keycloak_realm.Realm.internal_id != null}",
        "${!contains([], var.a)}",
        "${var.a || !var.a}",
        "${!var.a}",
        "${can(var.a.b)}",
        "${sha256(var.a)}",
        "${[for x in [var.a]: x == x][0]}",
        "${[for x in [var.a] : x if x != x][0]}",
        "${keycloak_realm.Realm.enabled}",
        "${keycloak_realm.Realm[var.a]}",
        '${lookup(keycloak_realm.Realm, "enabled", null)}',
        "${data.keycloak_realm.Own.display_name}",
        '${data.keycloak_realm.Own.attributes["a"]}',
        "${coalesce(var.a, true)}",
        "${try(var.a, true)}",
        '${lookup(var.a, "k", true)}',
        '${["all", "none"][var.a]}',
        "${local.table[var.a]}",
        '${replace(var.a, "x", "*")}',
        "%{if var.a}*%{endif}",
        "%{for v in var.a}*%{endfor}",
        '${file("/etc/hostname")}',
        "${timestamp()}",
        "${provider::x::f(var.a)}",
        "${merge(1)}",
        "${local.table.none}",
        "${none}",
        "${a b}",
        '${keycloak_role.Many["three"].id}',
        '${format("%s %s", "one")}',
        "${concat([1]...)}",
        "${concat(var.a...)}",
        "${!var.off}",
        "${var.off ? var.a : var.b}",
        "${sha256(var.host)}",
        '${format("%s %s", var.a)}',
        '${lookup(var.a, "k", "v")}',
        "${local.mixed.none}",
        "text ${file(local.table.a)} ${var.a",
        "${merge({a = 1}, [1], var.a)}",
        "${true ? local : 1}${var.a}",
        "${[for v in var.a : v][0]}",
        "${{for v in var.a : v => true}[var.b]}",
        '${lookup({for v in var.a : v => "x"}, "k", "y")}',
        '${can(local.table.none) ? var.a : (var.a ? "x" : "y")}',
        "${keycloak_role.Many[*].none.none}",
        '${{(var.a) = "x"}["k"]}',
        '${coalesce("", null)}',
    ],
)
def test_the_rest_is_unread(raw: str) -> None:
    """Where code and apply decide together, or nobody can tell what is meant, it is said so."""
    found = evaluated(raw)

    assert isinstance(found, Symbol)
    assert found.unread


def test_maps_are_known_in_part() -> None:
    """What stands after an unknown map is seen; what stands before it may be replaced."""
    found = evaluated('${merge({before = "1"}, var.a, {after = "2"})}')

    assert isinstance(found, OpenMap)
    assert found["after"] == "2"
    assert isinstance(found["before"], Symbol)
    assert found["before"].unread
    assert not found.rest.unread


def test_loops_over_open_lists_and_maps_stay_open() -> None:
    """What may have more elements still may after a loop, and a splat takes each element that is known."""
    listed = evaluated('${[for v in concat(var.a, ["x"]) : "${v}*"]}')
    splatted = evaluated('${concat(var.a, [{id = "x"}])[*].id}')
    mapped = evaluated('${{for k, v in merge(var.a, {b = "x"}) : k => v}}')
    chosen = evaluated('${[for v in ["x", "y"] : v if v == var.a]}')

    assert isinstance(listed, OpenList)
    assert "x*" in listed
    assert isinstance(splatted, OpenList)
    assert "x" in splatted
    assert isinstance(mapped, OpenMap)
    assert mapped["b"] == "x"
    assert chosen == ["x", "y", Symbol("if …", unread=True)]


def test_default_of_a_map_variable_is_walked() -> None:
    """An entry of a variable's default is that entry's default."""
    json = {
        "resource": {"keycloak_realm": {"Realm": {"realm": "ml", "ssl_required": '${var.settings["tls"]}'}}},
        "variable": {"settings": {"default": {"tls": "none"}}},
    }
    (realm,) = Configuration({"stack": json}).resources()

    assert realm.value("ssl_required") == "none"
