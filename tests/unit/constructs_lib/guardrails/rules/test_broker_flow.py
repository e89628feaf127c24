"""Flows of logins by an identity provider."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.identity.broker_flow import BrokerFlow
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

Resources = dict[str, dict[str, Any]]
PROVIDER = "keycloak_oidc_identity_provider.Corp"
FIRST, POST = "first_broker_login_flow_alias", "post_broker_login_flow_alias"


def provider(**arguments: str) -> Resources:
    """Return an identity provider, and a flow with one step."""
    return {PROVIDER: {"realm": "ml", "alias": "corp", **arguments}}


def flow(authenticator: str, realm: str = "ml") -> Resources:
    """Return a flow with one step."""
    return {
        "keycloak_authentication_flow.Mine": {"realm_id": realm, "alias": "mine"},
        "keycloak_authentication_execution.Step": {
            "realm_id": realm,
            "parent_flow_alias": "mine",
            "authenticator": authenticator,
            "requirement": "REQUIRED",
        },
    }


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        (provider(**{FIRST: "made by hand"}), f"{FIRST} names a flow that is declared nowhere"),
        (provider(**{FIRST: "${var.flow}"}), f"{FIRST} names a flow that is declared nowhere"),
        (provider(**{POST: "made by hand"}), f"{POST} names a flow that is declared nowhere"),
        (
            {**provider(**{FIRST: "mine"}), **flow("idp-confirm-link", "other")},
            f"{FIRST} names a flow that is declared nowhere",
        ),
        (
            {**provider(**{FIRST: "mine"}), **flow("auth-username-form")},
            f"{FIRST} has the step 'auth-username-form', which proves nothing",
        ),
        (
            {**provider(**{POST: "mine"}), **flow("allow-access-authenticator")},
            f"{POST} has the step 'allow-access-authenticator', which proves nothing",
        ),
    ],
)
def test_broker_flows_that_are_not_known_are_refused(resources: Resources, fault: str) -> None:
    """A flow that nobody declared, or that takes a name for a proof, links accounts to whoever comes."""
    assert [each.rpartition(": ")[2] for each in faults_of(BrokerFlow(), resources)] == [fault]


@pytest.mark.parametrize(
    "resources",
    [
        provider(),
        provider(**{FIRST: "first broker login"}),
        {**provider(**{FIRST: "mine"}), **flow("idp-username-password-form")},
    ],
)
def test_broker_flows_that_prove_who_somebody_is_pass(resources: Resources) -> None:
    """Keycloak's own flow, and a declared one of known steps."""
    assert faults_of(BrokerFlow(), resources) == []
