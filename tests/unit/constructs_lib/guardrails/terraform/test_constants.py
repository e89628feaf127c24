"""The texts that a stack spells out."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.constants import constant_parts, constants

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("text", ["text"]),
        ("${var.a}", []),
        ("a ${var.b} c", ["a   c"]),
        ('${merge({"key" = "a{b}"}, {x = {y = var.z}})} tail', ["  tail", "key", "a{b}"]),
        ('${lookup(var.a, "quoted \\"b\\"", null)}', ['quoted "b"']),
        ("a ${var.never_closed", ["a ${var.never_closed"]),
    ],
)
def test_parts_without_expressions(text: str, expected: list[str]) -> None:
    """What stands around expressions counts, and what is quoted within them."""
    assert expected == list(constant_parts(text))


def test_every_section_is_read() -> None:
    """Each text stands with its element and its path; metadata, providers' names and dependencies are left out."""
    metadata = {"metadata": {"path": "stack/Role", "uniqueId": "Role_1"}}
    json = {
        "//": {"metadata": {"stackName": "stack"}},
        "resource": {
            "keycloak_role": {
                "Role": {"//": metadata, "name": "a", "list": [{"b": "c"}], "flag": True, "depends_on": ["x"]}
            }
        },
        "data": {"keycloak_realm": {"Realm": {"realm": "d"}}},
        "locals": {"e": {"f": "g"}},
        "variable": {"h": {"default": "i"}},
        "output": {"j": {"value": "k ${var.h}"}},
        "provider": {"keycloak": [{"realm": "l"}]},
        "terraform": {"backend": {"pg": {"schema_name": "m"}}, "required_providers": {"keycloak": {"source": "n"}}},
    }
    (stack,) = Configuration({"stack": json}).stacks

    assert [
        (each.subject.label, each.section, ".".join(each.path), each.text, each.whole) for each in constants(stack)
    ] == [
        ("keycloak_role", "resource", "name", "a", True),
        ("keycloak_role", "resource", "list.b", "c", True),
        ("keycloak_realm", "data", "realm", "d", True),
        ("provider 'keycloak'", "provider", "keycloak.realm", "l", True),
        ("variable 'h'", "variable", "h.default", "i", True),
        ("output 'j'", "output", "j.value", "k  ", False),
        ("local value 'e'", "locals", "e.f", "g", True),
        ("stack 'stack'", "backend", "pg.schema_name", "m", True),
    ]
    assert {each.subject.path for each in constants(stack) if each.section == "resource"} == {"stack/Role"}


def test_a_key_that_looks_like_a_comment_hides_nothing() -> None:
    """`//` and `depends_on` are passed over in the body of a resource alone; in a value they are keys like others."""
    body = {"extra_config": {"//": "a", "depends_on": "b"}, "//": {"metadata": {"path": "s/R"}}, "depends_on": ["c"]}
    json = {"resource": {"keycloak_openid_client": {"R": body}}, "locals": {"m": {"//": "d"}}}
    (stack,) = Configuration({"stack": json}).stacks

    assert [each.text for each in constants(stack)] == ["a", "b", "d"]
