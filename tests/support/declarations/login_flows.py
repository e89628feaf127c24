"""Stacks with login flows, and what overrides them by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.declarations import build_declaration, declare

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.guardrails.rule import Rule

__all__ = [
    "BINDINGS",
    "CONFIG",
    "CORP",
    "EXECUTION",
    "LOGIN",
    "SUBFLOW",
    "declared",
    "faults",
    "part",
    "realm_of",
    "set_in",
    "set_on",
    "stack",
    "step",
]

EXECUTION, CONFIG = "keycloak_authentication_execution", "keycloak_authentication_execution_config"
SUBFLOW, BINDINGS = "keycloak_authentication_subflow", "keycloak_authentication_bindings"
(SNAPSHOT,) = Path("tests/unit/stacks/__snapshots__").rglob("*[[]demo-federated[]].json")
CORP: dict[str, Any] = {
    "type": "oidc",
    "issuer": "https://corp.example.com",
    "client_id": "keycloak",
    "authorization_url": "https://corp.example.com/auth",
    "token_url": "https://corp.example.com/token",
    "jwks_url": "https://corp.example.com/jwks",
}
LOGIN = "log in with second factor and identity providers"


def stack() -> dict[str, Any]:
    """Return a stack of ours whose people need a second factor; flows with the paths that snapshots leave out."""
    body: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    for kind, by_name in body["resource"].items():
        with_path = kind.startswith("keycloak_authentication_") or kind == "keycloak_role"
        for name, each in by_name.items() if with_path else ():
            each["//"] = {"metadata": {"path": f"demo-federated/{name.rpartition('_')[0].replace('_', '/')}"}}
    return body


def realm_of(body: dict[str, Any]) -> str:
    """Return the reference to its realm."""
    (name,) = body["resource"]["keycloak_realm"]
    return f"${{keycloak_realm.{name}.id}}"


def faults(rule: Rule, body: dict[str, Any]) -> list[str]:
    """Return what a rule says of a stack."""
    return [each.fault for each in rule.judge(Configuration({"demo-federated": body}))]


def step(realm: str, parent: str, authenticator: str, requirement: str = "ALTERNATIVE") -> dict[str, Any]:
    """Return a step that somebody adds."""
    return {
        "realm_id": realm,
        "parent_flow_alias": parent,
        "authenticator": authenticator,
        "requirement": requirement,
    }


Parts = dict[str, dict[str, Any]]


def part(parts: Parts, *words: str) -> dict[str, Any]:
    """Return the arguments of the first resource whose name has all of some words."""
    return next(each for name, each in parts.items() if all(word in name for word in words))


def set_on(kind: str, *words: str, **arguments: Any) -> Callable[[dict[str, Any]], None]:  # noqa: ANN401 - JSON
    """Return what overrides arguments of one resource."""
    return lambda body: part(body["resource"][kind], *words).update(arguments)


def set_in(*words: str, **settings: str) -> Callable[[dict[str, Any]], None]:
    """Return what overrides settings of one step."""
    return lambda body: part(body["resource"][CONFIG], *words)["config"].update(settings)


def declared(*, provider: str, **declaration: Any) -> dict[str, Any]:  # noqa: ANN401 - a declaration
    """Return a stack for a version of the provider; by default, people need a second factor and nobody is brokered."""
    factors: dict[str, Any] = {
        "groups": {"analysts": {"fraud": ["predict"]}},
        "external_people": True,
        "second_factor": {"analysts": "otp"},
    }
    return dict(build_declaration(declare(**(declaration or factors)), features=ProviderFeatures.of(provider)).json)
