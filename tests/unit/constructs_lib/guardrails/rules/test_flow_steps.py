"""Steps of login flows, and what asks for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.realm.flow_binding import FlowBinding
from constructs_lib.guardrails.rules.realm.flow_steps import FlowSteps
from constructs_lib.guardrails.rules.realm.login_without_credential import LoginWithoutCredential
from constructs_lib.guardrails.rules.realm.second_factor_flow import SecondFactorFlow
from tests.support.declarations.login_flows import (
    BINDINGS,
    CONFIG,
    EXECUTION,
    LOGIN,
    SUBFLOW,
    declared,
    faults,
    part,
    realm_of,
    set_in,
    set_on,
    stack,
    step,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.unit


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


def again(body: dict[str, Any]) -> None:
    """Set one step up a second time."""
    body["resource"][CONFIG]["Again"] = {**part(body["resource"][CONFIG], "Browser", "Config-5"), "config": {}}


def looked_up(body: dict[str, Any]) -> None:
    """Set one step up that is looked up."""
    body["data"] = {EXECUTION: {"Step": {"realm_id": realm_of(body), "parent_flow_alias": LOGIN}}}
    step_id = f"${{data.{EXECUTION}.Step.id}}"
    body["resource"][CONFIG]["Again"] = {"realm_id": realm_of(body), "execution_id": step_id, "config": {}}


def below(body: dict[str, Any]) -> None:
    """Add an alternative beside the factors."""
    parent = part(body["resource"][SUBFLOW], "Browser", "Steps-15")["alias"]
    added = {**step(realm_of(body), parent, ""), "alias": "evil"}
    body["resource"][SUBFLOW]["Evil"] = added
    body["resource"][EXECUTION]["Evil"] = step(realm_of(body), "evil", "auth-username-form")


def moved(body: dict[str, Any]) -> None:
    """Take a subflow out of the one that it belongs to."""
    subflows = body["resource"][SUBFLOW]
    part(subflows, "Browser", "Steps-11")["parent_flow_alias"] = part(subflows, "Browser", "Steps-15")["alias"]


def renamed(body: dict[str, Any]) -> None:
    """Rename both roles."""
    for name in ("SecondFactor_otp", "SecondFactor_passkey"):
        part(body["resource"]["keycloak_role"], name)["name"] = f"no-{name}"


def of_client(body: dict[str, Any]) -> None:
    """Make both roles those of a client."""
    for name in ("SecondFactor_otp", "SecondFactor_passkey"):
        part(body["resource"]["keycloak_role"], name)["client_id"] = "${var.client}"


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        (set_in("Browser", "Config-5", skipOtpRole="second-factor-otp"), "browser_flow"),
        (set_in("Browser", "Config-5", forceOtpRole="nobody"), "browser_flow"),
        (set_in("Browser", "Config-5", otpControlAttribute="mine"), "browser_flow"),
        (set_in("Browser", "Config-5", forceOtpRole="${var.role}"), "browser_flow"),
        (set_in("Browser", "Config-12", condUserRole="nobody"), "browser_flow"),
        (set_in("Browser", "Config-12", negate="true"), "browser_flow"),
        (set_in("Browser", "Config-16", negate="false"), "browser_flow"),
        (set_on(CONFIG, "Browser", "Config-5", config="${var.settings}"), "browser_flow"),
        *(
            (set_on(SUBFLOW, "Browser", "Steps-4", requirement=each), "browser_flow")
            for each in ("ALTERNATIVE", "CONDITIONAL", "${var.requirement}")
        ),
        (set_on(SUBFLOW, "Browser", "Steps-11", provider_id="form-flow"), "browser_flow"),
        (set_on(EXECUTION, "Browser", "Step-0", authenticator="auth-username-password-form"), "browser_flow"),
        (set_on(EXECUTION, "Browser", "Step-0", count="${var.count}"), "browser_flow"),
        (again, "browser_flow"),
        (looked_up, "it sets up a step that is declared nowhere"),
        (below, "browser_flow"),
        (moved, "browser_flow"),
        (renamed, "it is no realm role"),
        (of_client, "it is no realm role"),
        (set_in("ForgottenPassword", **{"force-login": "false"}), "reset_credentials_flow"),
        (set_on(BINDINGS, "LoginBindings", reset_credentials_flow="reset credentials"), "reset_credentials_flow"),
        (set_on(BINDINGS, "LoginBindings", reset_credentials_flow=None), "reset_credentials_flow"),
        (set_on(BINDINGS, "LoginBindings", reset_credentials_flow=LOGIN), "reset_credentials_flow"),
        (set_on(BINDINGS, "LoginBindings", browser_flow="forgotten password"), "browser_flow"),
        (set_on(BINDINGS, "LoginBindings", browser_flow="browser"), "browser_flow"),
        (set_on(BINDINGS, "LoginBindings", browser_flow="${var.flow}"), "browser_flow"),
    ],
)
def test_another_login_than_ours_is_refused(override: Callable[[dict[str, Any]], None], fault: str) -> None:
    """Where some need a second factor, the login has our steps, requirements and settings, and no others."""
    body = stack()
    override(body)
    found = faults(SecondFactorFlow(), body)
    assert any(each.startswith(fault) for each in found), found


def test_what_differs_is_named() -> None:
    """The finding says which step is not as it should be."""
    body = stack()
    set_on(SUBFLOW, "Browser", "Steps-11", requirement="ALTERNATIVE")(body)
    assert faults(SecondFactorFlow(), body) == [
        (
            f"browser_flow is '{LOGIN}', not the one for a second factor: "
            "it lacks 'subflow CONDITIONAL' and it has 'subflow ALTERNATIVE'"
        )
    ]


@pytest.mark.parametrize("provider", ["4.5.0", "5.9.0"])
def test_a_second_factor_without_identity_providers_passes(provider: str) -> None:
    """Neither provider's flow has a finding, with priorities or without."""
    assert faults(SecondFactorFlow(), declared(provider=provider)) == []


@pytest.mark.parametrize("priority", [5, 20, 100, "${var.priority}"])
def test_another_order_is_refused(priority: object) -> None:
    """What is asked after the password, asked before it, would find nobody to ask."""
    body = declared(provider="5.9.0")
    set_on(EXECUTION, "Browser", "username-password-form", priority=100)(body)
    set_on(SUBFLOW, "Browser", "Steps-4", priority=priority)(body)
    assert len(faults(SecondFactorFlow(), body)) == 1


def test_a_flow_of_the_realm_beside_its_bindings_is_refused() -> None:
    """The realm and its bindings would overwrite each other."""
    body = stack()
    part(body["resource"]["keycloak_realm"], "Realm")["browser_flow"] = "browser"
    assert faults(FlowBinding(), body) == ["browser_flow is bound a second time: which one holds, chance decides"]


def test_a_second_factor_passes() -> None:
    """Our own flow passes, and so does a realm in which nobody needs one."""
    body = stack()
    assert faults(SecondFactorFlow(), body) == []
    assert faults(FlowBinding(), body) == []
    roles = body["resource"]["keycloak_role"]
    body["resource"]["keycloak_role"] = {name: role for name, role in roles.items() if "SecondFactor" not in name}
    body["resource"][CONFIG] = {}
    (binding,) = body["resource"][BINDINGS].values()
    binding["browser_flow"] = "browser"
    assert faults(SecondFactorFlow(), body) == []
