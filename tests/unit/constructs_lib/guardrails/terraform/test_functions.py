"""Functions and operators, with what Terraform gives; an integration test asks Terraform itself."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import Symbol
from tests.support.declarations.function_cases import FUNCTION_CASES
from tests.support.declarations.terraform_console import REFUSED

pytestmark = pytest.mark.unit


def evaluated(expression: str) -> object:
    """Evaluate an expression."""
    json = {"resource": {"keycloak_realm": {"Realm": {"argument": f"${{{expression}}}"}}}, "variable": {"a": {}}}
    (realm,) = Configuration({"stack": json}).resources()
    return realm.arguments.get("argument")


@pytest.mark.parametrize(("expression", "expected"), FUNCTION_CASES)
def test_known_values_give_what_terraform_gives(expression: str, expected: object) -> None:
    """Each function gives Terraform's value, and what Terraform refuses is unread."""
    found = evaluated(expression)

    assert (REFUSED if isinstance(found, Symbol) and found.unread else found) == expected


@pytest.mark.parametrize(
    "expression",
    [
        'replace("a", "/a/", "b")',
        'format("%05d", 5)',
        'format("%.2f", 1.5)',
        'format("%2000s", "a")',
        "1 / 0",
        'yamldecode("a: 1")',
        "uuid()",
    ],
)
def test_what_is_not_computed_here_is_unread(expression: str) -> None:
    """What Terraform would compute and we do not is said to be unread, and not guessed."""
    found = evaluated(expression)

    assert isinstance(found, Symbol)
    assert found.unread
