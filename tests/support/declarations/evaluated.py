"""Expressions as the guardrails read them, beside variables, tables and resources."""

from __future__ import annotations

from typing import Any

from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["evaluated"]

JSON: dict[str, Any] = {
    "locals": {"table": {"a": "x", "b": ["y"]}, "mixed": {"k": "${var.a}"}},
    "variable": {
        "a": {},
        "b": {},
        "host": {"default": "sso.example.com"},
        "off": {"default": False},
        "uris": {"default": ["*"]},
        "settings": {"default": {"k": "v"}},
    },
    "resource": {
        "keycloak_role": {
            "Many": {"for_each": {"one": "1", "two": "2"}, "name": "role-${each.key}"},
            "Two": {"count": 2, "name": "role-${count.index}"},
        },
        "terraform_data": {"Through": {"input": "x"}},
    },
    "data": {"keycloak_realm": {"Own": {"realm": "ml"}}},
}


def evaluated(raw: object) -> object:
    """Evaluate one argument of a resource."""
    resource = {**JSON["resource"], "keycloak_realm": {"Realm": {"argument": raw, "smtp_server": {"host": "mail"}}}}
    (realm,) = Configuration({"stack": {**JSON, "resource": resource}}).resources("keycloak_realm")
    return realm.arguments.get("argument")
