"""What is known of a value before the apply."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import Symbol, Value, alternatives, symbols_in

pytestmark = pytest.mark.unit


def variables(raw: object) -> set[str | None]:
    """Return the names of the variables that an argument is made of."""
    json = {
        "resource": {"keycloak_realm": {"Realm": {"realm": "ml", "argument": raw}}},
        "locals": {"secret": "${var.a}"},
    }
    (realm,) = Configuration({"stack": json}).resources()
    return {each.variable for symbol in symbols_in(realm.value("argument")) for each in symbol.sources()} - {None}


@pytest.mark.parametrize("raw", ["var.a", "${keycloak_role.Role.id}", "${local.none}", 5])
def test_no_variable(raw: object) -> None:
    """A value that is no variable names none."""
    assert variables(raw) == set()


@pytest.mark.parametrize(
    "raw",
    [
        "${var.a}",
        "${local.secret}",
        "prefix-${var.a}",
        "${jsonencode(local.secret)}",
        '${true ? var.a : "other"}',
        {"list": ["${var.a}"]},
    ],
)
def test_sources_are_kept(raw: object) -> None:
    """Through local values, texts, functions and syntax that is not read, a variable is still found."""
    assert variables(raw) == {"a"}


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        ('${var.a ? "x" : "y"}', ["x", "y"]),
        ('${var.a ? "x" : (var.b ? "y" : "z")}', ["x", "y", "z"]),
        ('${try(var.a, "x")}', ["var.a", "x"]),
        ('${coalesce(var.a, var.b, "x", "y")}', ["var.a", "var.b", "x"]),
        ('${lookup({a = "x"}, var.a, "y")}', ["x", "y"]),
        ('${{k = "x", l = ["y", "z"]}[var.a]}', ["x", "y", "z"]),
        ('${(var.a ? {k = "x"} : {k = "y"}).k}', ["x", "y"]),
        ('${merge({k = "x"}, var.a).k}', ["x", "var.a"]),
        ('${element(["x", "y"], var.a)}', ["x", "y"]),
        ('${one(var.a ? ["x"] : [])}', ["x"]),
    ],
)
def test_alternatives_are_kept(raw: str, texts: list[str]) -> None:
    """Whatever may come out is known, where a condition, an index or a fallback decides at apply."""
    json = {
        "resource": {"keycloak_realm": {"Realm": {"realm": "ml", "argument": raw}}},
        "variable": {"a": {}, "b": {}},
    }
    (realm,) = Configuration({"stack": json}).resources()

    found = alternatives(realm.value("argument"))

    assert [each.text if isinstance(each, Symbol) else each for each in found] == texts


def test_alternatives_of_alternatives_are_told_once() -> None:
    """A choice that many choices share is no burden: each level would double it."""
    value: Value = Symbol("x", variable="x")
    for level in range(64):
        value = Symbol(str(level), choices=(value, value))

    assert len(list(alternatives(value))) <= 2


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("${var.a}", True),
        ('${var.a["k"]}', True),
        ("${var.a[var.b]}", True),
        ("${keycloak_realm.Realm.internal_id}", True),
        ('${var.a}${""}', True),
        ("${each.key}", True),
        ("${var.a}${var.b}", False),
        ("${upper(var.a)}", False),
        ('${split(",", var.a)[0]}', False),
        ("${var.a ? var.a : var.b}", False),
        ("${keycloak_realm.Nowhere.id}", False),
    ],
)
def test_reference_alone_is_one(raw: str, plain: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A text or a function around a reference is none."""
    json = {
        "resource": {"keycloak_realm": {"Realm": {"realm": "ml", "argument": raw}}},
        "variable": {"a": {}, "b": {}},
    }
    (realm,) = Configuration({"stack": json}).resources()
    value = realm.value("argument")

    assert isinstance(value, Symbol)
    assert value.is_reference is plain
