"""What the JSON of a plan shows of its code."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tools.guardrails.shown_code import shown_faults

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[dict[str, Any]], object]

pytestmark = pytest.mark.unit

CODE = {
    "provider": {"keycloak": [{"client_timeout": 120}]},
    "variable": {"secret": {"type": "string", "sensitive": True, "description": "x"}, "url": {"default": "https://x"}},
    "output": {"issuer": {"value": "${var.url}/realms/ml"}},
    "locals": {"Names": {"a": {}}},
    "data": {"keycloak_openid_client": {"Built": {"realm_id": "ml", "client_id": "account"}}},
    "resource": {
        "keycloak_realm": {
            "R": {
                "//": {"metadata": {"path": "s/R"}},
                "realm": "ml",
                "ssl_required": "all",
                "smtp_server": {"host": "m", "auth": {"username": "u"}},
                "lifecycle": {"prevent_destroy": True},
            }
        },
        "keycloak_role": {"Each": {"for_each": "${local.Names}", "realm_id": "${keycloak_realm.R.id}", "name": "x"}},
    },
}


def constant(value: object, *references: str) -> dict[str, Any]:
    """Return an expression as Terraform shows it."""
    return {"constant_value": value, **({"references": list(references)} if references else {})}


def shown() -> dict[str, Any]:
    """Return what Terraform 1.11 shows of that code."""
    smtp = {"host": constant("m"), "auth": [{"username": constant("u")}]}
    return {
        "provider_config": {
            "keycloak": {"name": "keycloak", "expressions": {"client_timeout": constant(120)}},
            "terraform": {"name": "terraform"},
        },
        "root_module": {
            "outputs": {"issuer": {"expression": constant("${var.url}/realms/ml", "var.url")}},
            "variables": {"secret": {"sensitive": True, "description": "x"}, "url": {"default": "https://x"}},
            "resources": [
                {
                    "address": "keycloak_realm.R",
                    "expressions": {"realm": constant("ml"), "ssl_required": constant("all"), "smtp_server": [smtp]},
                },
                {
                    "address": "keycloak_role.Each",
                    "for_each_expression": constant("${local.Names}", "local.Names"),
                    "expressions": {"realm_id": {"references": ["keycloak_realm.R.id"]}, "name": constant("x")},
                },
                {
                    "address": "data.keycloak_openid_client.Built",
                    "expressions": {"realm_id": constant("ml"), "client_id": constant("account")},
                },
            ],
        },
    }


def faults(change: Change) -> list[str]:
    """Return what is wrong with a plan whose code is shown otherwise."""
    configuration = shown()
    change(configuration)
    return list(shown_faults({"configuration": configuration}, copy.deepcopy(CODE)))


def resource(index: int, **expressions: object) -> Change:
    """Return what changes the expressions of a resource."""
    return lambda configuration: configuration["root_module"]["resources"][index]["expressions"].update(expressions)


REALM, EACH = "of keycloak_realm.R than was synthesized", "of keycloak_role.Each than was synthesized"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (resource(0, ssl_required=constant("none")), f"its code has another ssl_required {REALM}"),
        (resource(0, ssl_required={"references": ["var.x"]}), f"its code has another ssl_required {REALM}"),
        (resource(0, login_theme=constant("x")), f"its code has another login_theme {REALM}"),
        (resource(0, smtp_server=[{"host": constant("m")}]), f"its code has another smtp_server {REALM}"),
        (resource(0, smtp_server=[]), f"its code has another smtp_server {REALM}"),
        (resource(1, realm_id=constant("master")), f"its code has another realm_id {EACH}"),
        (
            lambda shown: shown["root_module"]["resources"][1].update(for_each_expression=constant("${local.Own}")),
            f"its code has another for_each {EACH}",
        ),
        (
            lambda shown: shown["root_module"]["resources"][0].update(count_expression=constant(0)),
            f"its code has another count {REALM}",
        ),
        (
            lambda shown: shown["root_module"]["resources"][0].update(provisioners=[{"type": "local-exec"}]),
            f"its code has another provisioner {REALM}",
        ),
        (
            lambda shown: shown["root_module"]["resources"].pop(2),
            "its code lacks data.keycloak_openid_client.Built",
        ),
        (
            lambda shown: shown["root_module"]["resources"].append({"address": "keycloak_role.Own"}),
            "its code has keycloak_role.Own, which was not synthesized",
        ),
        (
            lambda shown: shown["root_module"].update(module_calls={"m": {}}),
            "its code calls a module 'm', which is not part of the stack",
        ),
        (
            lambda shown: shown["provider_config"]["keycloak"]["expressions"].update(
                url=constant("https://evil.example")
            ),
            "its code has another url of the provider 'keycloak' than was synthesized",
        ),
        (
            lambda shown: shown["root_module"]["variables"]["url"].update(default="https://evil.example"),
            "its code has another default of variable 'url' than was synthesized",
        ),
        (
            lambda shown: shown["root_module"]["variables"]["secret"].pop("sensitive"),
            "its code has another sensitive of variable 'secret' than was synthesized",
        ),
        (
            lambda shown: shown["root_module"]["variables"].update(more={}),
            "its code has variable 'more', which was not synthesized",
        ),
        (
            lambda shown: shown["root_module"]["outputs"]["issuer"].update(expression=constant("https://evil.example")),
            "its code has another value of output 'issuer' than was synthesized",
        ),
        (lambda shown: shown["root_module"].pop("outputs"), "its code lacks output 'issuer'"),
    ],
)
def test_code_that_is_another_is_named(change: Change, fault: str) -> None:
    """A file beside the synthesized one, or one that overrides it, changes what the plan shows of its code."""
    assert faults(change) == [fault]


def test_code_that_is_the_same_passes() -> None:
    """What Terraform shows otherwise than it is written, and what it does not show, is no difference."""
    assert faults(lambda _: None) == []
