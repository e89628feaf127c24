"""Expressions are what Terraform says they are; an integration test asks Terraform itself the same."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import Symbol
from tests.support.declarations.terraform_expressions import EXPRESSIONS, REFUSED

pytestmark = pytest.mark.unit


def evaluated(expression: str) -> object:
    """Evaluate one argument of a resource."""
    stack = {"resource": {"keycloak_realm": {"Realm": {"argument": f"${{{expression}}}"}}}}
    (realm,) = Configuration({"stack": stack}).resources("keycloak_realm")
    return realm.arguments.get("argument")


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_value_is_known(expression: str) -> None:
    """What no apply can change is a value before it."""
    value, expected = evaluated(expression), EXPRESSIONS[expression]
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize("expression", REFUSED)
def test_what_terraform_refuses_is_unread(expression: str) -> None:
    """An expression without a value is no value: a rule that needs it objects."""
    value = evaluated(expression)
    assert isinstance(value, Symbol)
    assert value.unread
