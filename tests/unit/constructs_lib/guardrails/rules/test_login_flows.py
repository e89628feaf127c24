"""Login flows."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.identity.auto_link import AutoLink
from constructs_lib.guardrails.rules.realm.login_without_credential import LoginWithoutCredential
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

Resources = dict[str, dict[str, Any]]


def flow(*steps: tuple[str, str], parent: str = "login", **more: Any) -> Resources:  # noqa: ANN401 - JSON
    """Return a flow `login` with steps: authenticator, or `>alias` for a subflow, and requirement."""
    found: Resources = {f"keycloak_authentication_flow.{parent}": {"realm_id": "ml", "alias": parent, **more}}
    found |= part(parent, *steps)
    return found


def part(parent: str, *steps: tuple[str, str]) -> Resources:
    """Return the steps of a flow or subflow."""
    found: Resources = {}
    for index, (kind, requirement) in enumerate(steps):
        subflow = kind.startswith(">")
        address = f"keycloak_authentication_{'subflow' if subflow else 'execution'}.{parent}{index}".replace(" ", "-")
        own = {"alias": kind[1:]} if subflow else {"authenticator": kind}
        found[address] = {"realm_id": "ml", "parent_flow_alias": parent, "requirement": requirement, **own}
    return found


PASSWORD, COOKIE, NAME, OTP = "auth-username-password-form", "auth-cookie", "auth-username-form", "auth-otp-form"
ROLE = "conditional-user-role"


@pytest.mark.parametrize(
    "resources",
    [
        flow(),
        flow((NAME, "REQUIRED")),
        flow((NAME, "REQUIRED"), (PASSWORD, "ALTERNATIVE")),
        flow((NAME, "REQUIRED"), (PASSWORD, "DISABLED")),
        flow((COOKIE, "ALTERNATIVE"), (NAME, "ALTERNATIVE")),
        flow((NAME, "REQUIRED"), (">second", "CONDITIONAL")) | part("second", (ROLE, "REQUIRED"), (OTP, "REQUIRED")),
        flow((COOKIE, "ALTERNATIVE"), (">forms", "ALTERNATIVE")) | part("forms", (NAME, "REQUIRED")),
        flow((PASSWORD, "ALTERNATIVE"), (">second", "CONDITIONAL")) | part("second", (OTP, "REQUIRED")),
        flow(("my-own-authenticator", "REQUIRED")),
        flow((PASSWORD, "${var.requirement}")),
        flow((">login", "REQUIRED")),
        flow((NAME, "REQUIRED"), (OTP, "REQUIRED")),
        flow((NAME, "REQUIRED"), ("webauthn-authenticator-passwordless", "REQUIRED")),
        flow(("auth-conditional-otp-form", "REQUIRED")),
    ],
)
def test_login_without_credential_is_refused(resources: Resources) -> None:
    """A way through without proof is named: a name alone, conditions alone, one alternative, what nobody knows."""
    assert faults_of(LoginWithoutCredential(), resources) == [
        "realm 'ml', keycloak_authentication_flow 'login': there is a way through 'login' without a credential"
    ]


@pytest.mark.parametrize(
    "resources",
    [
        flow((PASSWORD, "REQUIRED")),
        flow((COOKIE, "ALTERNATIVE"), ("identity-provider-redirector", "ALTERNATIVE"), (">forms", "ALTERNATIVE"))
        | part("forms", (PASSWORD, "REQUIRED"), (">second", "CONDITIONAL"))
        | part("second", (ROLE, "REQUIRED"), (OTP, "REQUIRED")),
        flow((NAME, "REQUIRED"), (">proof", "REQUIRED"))
        | part("proof", ("webauthn-authenticator-passwordless", "ALTERNATIVE"), ("auth-password-form", "ALTERNATIVE")),
        flow(("direct-grant-validate-username", "REQUIRED"), ("deny-access-authenticator", "REQUIRED")),
        flow(("idp-create-user-if-unique", "ALTERNATIVE"), (">link", "ALTERNATIVE"))
        | part("link", ("idp-confirm-link", "REQUIRED")),
        flow(("registration-page-form", "REQUIRED")),
        flow(("client-secret", "ALTERNATIVE"), provider_id="client-flow"),
        flow(("reset-credentials-choose-user", "REQUIRED"), ("reset-credential-email", "REQUIRED")),
    ],
)
def test_login_with_credential_passes(resources: Resources) -> None:
    """Flows whose every way asks for proof pass, and so do flows for something else than a login."""
    assert faults_of(LoginWithoutCredential(), resources) == []


@pytest.mark.parametrize(
    "binding",
    [
        {
            "keycloak_authentication_bindings.B": {
                "realm_id": "ml",
                "browser_flow": "${keycloak_authentication_flow.login.alias}",
            }
        },
        {"keycloak_realm.R": {"realm": "ml", "direct_grant_flow": "login"}},
        {
            "keycloak_openid_client.Ui": {
                "client_id": "ui",
                "authentication_flow_binding_overrides": {"browser_id": "${keycloak_authentication_flow.login.id}"},
            }
        },
    ],
)
def test_login_without_credential_is_told_by_what_it_is_bound_to(binding: Resources) -> None:
    """A flow that looks like one for identity providers and is bound to logins is one for logins."""
    disguised = flow(("idp-confirm-link", "REQUIRED"))

    assert faults_of(LoginWithoutCredential(), disguised) == []
    (fault,) = faults_of(LoginWithoutCredential(), disguised | binding)
    assert fault.startswith("client 'ui': it logs people in by a flow") is ("keycloak_openid_client.Ui" in binding)


def test_flows_of_identity_providers_and_resets_are_told_by_their_bindings() -> None:
    """A name alone may suffice where an identity provider has vouched, but not where a password is reset."""
    broker: Resources = {
        "keycloak_oidc_identity_provider.C": {"alias": "corp", "first_broker_login_flow_alias": "login"}
    }
    reset: Resources = {"keycloak_authentication_bindings.B": {"realm_id": "ml", "reset_credentials_flow": "login"}}

    assert faults_of(LoginWithoutCredential(), flow((NAME, "REQUIRED")) | broker) == []
    assert len(faults_of(LoginWithoutCredential(), flow((NAME, "REQUIRED")) | reset)) == 1


@pytest.mark.parametrize("requirement", ["REQUIRED", "ALTERNATIVE", "${var.requirement}"])
def test_auto_link_is_refused(requirement: str) -> None:
    """A step that links accounts by itself is named."""
    assert faults_of(AutoLink(), part("first login", ("idp-auto-link", requirement))) == [
        "realm 'ml', keycloak_authentication_execution: it links accounts without asking their owners"
    ]


@pytest.mark.parametrize(("kind", "requirement"), [("idp-auto-link", "DISABLED"), ("idp-confirm-link", "REQUIRED")])
def test_auto_link_disabled_passes(kind: str, requirement: str) -> None:
    """A step that is switched off passes, and one that asks."""
    assert faults_of(AutoLink(), part("first login", (kind, requirement))) == []
