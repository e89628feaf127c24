"""Access rules of the declaration that a stack is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.cdk import App
from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.aspect import Guardrails
from constructs_lib.guardrails.rules.grants.access_rule import AccessRule
from constructs_lib.guardrails.synthesis import synthesize
from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.app import add_stacks, build_app
from stacks.environment import Environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def declared(*actions: str, teams: bool = False) -> CheckedDeclaration[Environment]:
    """Return a declaration with a rule against one of two actions."""
    access: dict[str, Any] = {"consumers": {"batch": {"grants": {"fraud": actions}}}}
    values: dict[str, Any] = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "login": {"verify_email": False}},
        "api": {"client_id": "scorer"},
        "models": {"fraud": {"actions": ["predict", "explain"]}},
        "access_rules": {
            "r": {"never": {"who": {"consumer": "*"}, "may": "fraud:explain"}, "reason": "it is a test"},
        },
        **({"teams": {"risk": access}} if teams else access),
    }
    return CheckedDeclaration(Environment.model_validate(values), keeps_rules=False)


def faults(checked: CheckedDeclaration[Environment]) -> list[tuple[str, str, tuple[str, ...] | None]]:
    """Return what is said of its stacks."""
    stacks = add_stacks(App(), "prod", checked)
    for stack in stacks:
        stack.prepare_stack()
    configuration = Configuration({stack.node.id: stack.to_terraform() for stack in stacks}, declared=[checked])
    return [(each.subject.path, each.fault, each.declared) for each in AccessRule().judge(configuration)]


def test_grant_that_breaks_a_rule_is_refused() -> None:
    """What breaks a rule is told once, with the keys that lead to the grant; what keeps it passes."""
    assert faults(declared("predict")) == []
    fault = "consumer batch may 'fraud:explain' (own grant), which access rule 'r' forbids: it is a test"
    grant = ("consumers", "batch", "grants", "fraud")
    assert faults(declared("explain")) == [("prod/AccessRules/r", fault, grant)]
    assert faults(declared("explain", teams=True)) == [("prod/AccessRules/r", fault, ("teams", "risk", *grant))]


def test_synth_of_what_breaks_a_rule_is_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever takes a declaration for checked that is not kept to its rules gets no stack of it."""
    guardrails = Guardrails()
    app = build_app({"prod": declared("explain")}, guardrails=guardrails, outdir=tmp_path)
    assert synthesize(app, guardrails) == 2
    assert "KC-ACCESS-RULE: realm 'ml': consumer batch may 'fraud:explain'" in capsys.readouterr().err
