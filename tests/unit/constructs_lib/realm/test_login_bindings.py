"""Which flow the realm runs for each kind of login."""

from __future__ import annotations

import pytest

from tests.support.declarations.declarations import build, build_declaration, declare
from tests.support.declarations.people_sources import OIDC

pytestmark = pytest.mark.unit


def test_password_grant_is_refused_in_every_realm() -> None:
    """The direct grant flow has one step, which denies; the realm uses it when the step is there."""
    stack = build()
    step = stack.resource("keycloak_authentication_execution")
    assert (step["authenticator"], step["requirement"]) == ("deny-access-authenticator", "REQUIRED")
    ((name, flow),) = stack.json["resource"]["keycloak_authentication_flow"].items()
    assert (flow["alias"], flow["provider_id"]) == ("no direct grant", "basic-flow")
    bindings = stack.resource("keycloak_authentication_bindings")
    assert bindings["direct_grant_flow"] == f"${{keycloak_authentication_flow.{name}.alias}}"
    ((step_name, _),) = stack.json["resource"]["keycloak_authentication_execution"].items()
    assert f"keycloak_authentication_execution.{step_name}" in bindings["depends_on"]


def test_bindings_and_event_log_never_change_at_once() -> None:
    """Keycloak writes the realm as a whole for either, and would lose the other: they depend on each other."""
    stack = build()
    ((events, _),) = stack.json["resource"]["keycloak_realm_events"].items()
    assert f"keycloak_realm_events.{events}" in stack.resource("keycloak_authentication_bindings")["depends_on"]


def test_every_flow_is_written_out() -> None:
    """A flow that somebody binds by hand shows in the next plan."""
    bindings = build().resource("keycloak_authentication_bindings")
    written = {name: value for name, value in bindings.items() if name.endswith("_flow") and "${" not in value}
    assert written == {
        "browser_flow": "browser",
        "registration_flow": "registration",
        "reset_credentials_flow": "reset credentials",
        "client_authentication_flow": "clients",
        "docker_authentication_flow": "docker auth",
    }


def test_forgotten_password_logs_nobody_in() -> None:
    """Whoever reads the mail sets a password, logs in by it, and needs whatever second factor there is."""
    login = {"reset_password": True, "verify_email": False}
    realm = {"name": "ml", "login": login, "smtp": {"host": "mail.example.com", "sender": "no-reply@example.com"}}
    stack = build_declaration(declare(realm=realm))
    steps = {
        int(key.partition("Step-")[2].partition("-")[0]): (step["authenticator"], step["requirement"])
        for key, step in stack.json["resource"]["keycloak_authentication_execution"].items()
        if "ForgottenPassword" in key
    }
    assert [step for _, step in sorted(steps.items())] == [
        ("reset-credentials-choose-user", "REQUIRED"),
        ("reset-credential-email", "REQUIRED"),
        ("reset-password", "REQUIRED"),
        ("idp-review-profile", "REQUIRED"),
        ("deny-access-authenticator", "REQUIRED"),
        ("allow-access-authenticator", "REQUIRED"),
    ]
    configs = stack.json["resource"]["keycloak_authentication_execution_config"].values()
    assert {"force-login": "true"} in [each["config"] for each in configs]
    assert "ForgottenPassword" in stack.resource("keycloak_authentication_bindings")["reset_credentials_flow"]


def test_people_of_a_provider_log_in_there() -> None:
    """With an identity provider the realm's own login has a step that turns away whom the provider brought."""
    stack = build_declaration(declare(identity_providers={"corp": OIDC}))
    browser = stack.resource("keycloak_authentication_bindings")["browser_flow"]
    assert "LoginBindings_Browser" in browser
    configs = [body["config"] for body in stack.resources("keycloak_authentication_execution_config")]
    assert {"condUserRole": "identity-provider-person", "negate": "false"} in configs
