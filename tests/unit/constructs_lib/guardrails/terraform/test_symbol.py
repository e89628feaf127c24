"""What is known of a value before the apply."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import symbols_in

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
