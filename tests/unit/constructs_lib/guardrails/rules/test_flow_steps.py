"""Steps of login flows, and what asks for a second factor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.realm.flow_binding import FlowBinding
from constructs_lib.guardrails.rules.realm.flow_steps import FlowSteps
from constructs_lib.guardrails.rules.realm.login_without_credential import LoginWithoutCredential
from constructs_lib.guardrails.rules.realm.second_factor_flow import SecondFactorFlow
from constructs_lib.guardrails.terraform.configuration import Configuration

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

pytestmark = pytest.mark.unit

EXECUTION, CONFIG = "keycloak_authentication_execution", "keycloak_authentication_execution_config"
(SNAPSHOT,) = Path("tests/unit/stacks/__snapshots__").rglob("*[[]demo-federated[]].json")
LOGIN = "log in with second factor and identity providers"


def stack() -> dict[str, Any]:
    """Return a stack of ours whose people need a second factor; flows with the paths that snapshots leave out."""
    body: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    for kind, by_name in body["resource"].items():
        for name, each in by_name.items() if kind.startswith("keycloak_authentication_") else ():
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


@pytest.mark.parametrize(
    ("parent", "fault"),
    [
        (LOGIN, f"it is added to '{LOGIN}', a flow of "),
        ("browser", "it is a step of 'browser', which is declared nowhere"),
        ("%62rowser", "it is a step of '%62rowser', which is declared nowhere"),
    ],
)
def test_steps_from_elsewhere_are_refused(parent: str, fault: str) -> None:
    """One more alternative beside ours, or a step of Keycloak's own flow, is a way around what they ask for."""
    body = stack()
    body["resource"][EXECUTION]["Evil"] = step(realm_of(body), parent, "auth-username-password-form")
    (found,) = faults(FlowSteps(), body)
    assert found.startswith(fault)


@pytest.mark.parametrize("requirement", ["DISABLED", None])
def test_steps_that_are_turned_off_are_refused(requirement: str | None) -> None:
    """A step that is not run asks for nothing."""
    body = stack()
    name = next(name for name in body["resource"][EXECUTION] if "Browser" in name and "otp-form" in name)
    body["resource"][EXECUTION][name]["requirement"] = requirement
    assert faults(FlowSteps(), body) == ["it is turned off: remove it, or say what it requires"]


def test_steps_of_ones_own_flow_pass() -> None:
    """Our flows, and one that somebody declares with its steps."""
    body = stack()
    realm = realm_of(body)
    body["resource"]["keycloak_authentication_flow"]["Mine"] = {"realm_id": realm, "alias": "mine"}
    body["resource"][EXECUTION]["MyStep"] = step(realm, "mine", "auth-username-password-form", "REQUIRED")
    assert faults(FlowSteps(), body) == []


def test_a_second_binding_is_refused() -> None:
    """Two resources that bind one realm's flows overwrite each other."""
    body = stack()
    (binding,) = body["resource"]["keycloak_authentication_bindings"].values()
    body["resource"]["keycloak_authentication_bindings"]["Again"] = {**binding, "//": {}}
    assert faults(FlowBinding(), body) == ["the realm's flows are bound a second time: which ones hold, chance decides"]


def test_a_flow_of_another_realm_proves_nothing_here() -> None:
    """Two realms have flows of one name: each has its own steps."""
    flows = {
        "keycloak_authentication_flow": {"Weak": {"realm_id": "ml", "alias": "weak"}},
        EXECUTION: {
            "Name": step("ml", "weak", "auth-username-form", "REQUIRED"),
            "Elsewhere": step("other", "weak", "auth-password-form", "REQUIRED"),
        },
    }
    assert faults(LoginWithoutCredential(), {"resource": flows}) == [
        "there is a way through 'weak' without a credential"
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [("condUserRole", "nobody"), ("negate", "true"), ("skipOtpRole", "second-factor-otp"), ("forceOtpRole", "nobody")],
)
def test_a_second_factor_for_others_is_refused(key: str, value: str) -> None:
    """Conditions that name other roles ask the wrong people."""
    body = stack()
    for name, config in body["resource"][CONFIG].items():
        if "Browser" in name and key in config["config"] and config["config"].get("negate") != "true":
            config["config"][key] = value
    assert faults(SecondFactorFlow(), body) == [
        f"browser_flow is '{LOGIN}', whose conditions ask others for a second factor"
    ]


@pytest.mark.parametrize("flow", ["browser", "mine"])
def test_a_login_without_second_factor_is_refused(flow: str) -> None:
    """Where some need a second factor, the realm's login asks for it."""
    body = stack()
    body["resource"]["keycloak_authentication_flow"]["Mine"] = {"realm_id": realm_of(body), "alias": "mine"}
    (binding,) = body["resource"]["keycloak_authentication_bindings"].values()
    binding["browser_flow"] = flow
    assert faults(SecondFactorFlow(), body) == [f"browser_flow is '{flow}', which asks nobody for a second factor"]


def test_a_second_factor_passes() -> None:
    """Our own flow passes, and so does a realm in which nobody needs one."""
    body = stack()
    assert faults(SecondFactorFlow(), body) == []
    roles = body["resource"]["keycloak_role"]
    body["resource"]["keycloak_role"] = {name: role for name, role in roles.items() if "SecondFactor" not in name}
    (binding,) = body["resource"]["keycloak_authentication_bindings"].values()
    binding["browser_flow"] = "browser"
    assert faults(SecondFactorFlow(), body) == []
