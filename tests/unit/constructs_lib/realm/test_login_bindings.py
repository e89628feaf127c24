"""Which flow the realm runs for each kind of login."""

from __future__ import annotations

import pytest

from tests.support.declarations.declarations import build

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
    assert bindings["depends_on"] == [f"keycloak_authentication_execution.{step_name}"]


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
