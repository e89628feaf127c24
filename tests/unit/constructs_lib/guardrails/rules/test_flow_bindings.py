"""Which flow a login runs by."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.realm.flow_binding import FlowBinding
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

Resources = dict[str, dict[str, Any]]

REALM: Resources = {"keycloak_realm.R": {"realm": "ml"}}
FLOWS: Resources = {
    "keycloak_authentication_flow.Deny": {"realm_id": "ml", "alias": "no direct grant"},
    "keycloak_authentication_execution.Deny": {
        "realm_id": "ml",
        "parent_flow_alias": "${keycloak_authentication_flow.Deny.alias}",
        "authenticator": "deny-access-authenticator",
        "requirement": "REQUIRED",
    },
    "keycloak_authentication_flow.Login": {"realm_id": "ml", "alias": "my login"},
}
DATA = {
    "keycloak_authentication_flow": {
        "Own": {"realm_id": "ml", "alias": "direct grant"},
        "Other": {"realm_id": "ml", "alias": "made by hand"},
    }
}
BINDINGS, CLIENT = "keycloak_authentication_bindings", "keycloak_openid_client"
DENIED = {"direct_grant_flow": "${keycloak_authentication_flow.Deny.alias}"}


def overridden(**flows: str) -> Any:  # noqa: ANN401 - JSON
    """Return arguments of a client that brings flows of its own."""
    return {"client_id": "ui", "authentication_flow_binding_overrides": flows}


@pytest.mark.parametrize(
    ("bindings", "fault"),
    [
        ({"direct_grant_flow": "direct grant"}, "direct_grant_flow is 'direct grant', which denies nobody"),
        ({"direct_grant_flow": "my login"}, "direct_grant_flow is 'my login', which denies nobody"),
        (
            {"direct_grant_flow": "${data.keycloak_authentication_flow.Other.alias}"},
            "direct_grant_flow is 'made by hand', which denies nobody",
        ),
        ({"direct_grant_flow": "${var.flow}"}, "direct_grant_flow is known at apply alone, which denies nobody"),
        ({**DENIED, "browser_flow": "made by hand"}, "browser_flow is 'made by hand', which is declared nowhere"),
        ({**DENIED, "browser_flow": "${var.flow}"}, "browser_flow is known at apply alone, which is declared nowhere"),
        (
            {**DENIED, "reset_credentials_flow": "made by hand"},
            "reset_credentials_flow is 'made by hand', which is declared nowhere",
        ),
        ({"browser_flow": "browser"}, "direct_grant_flow is not bound to a flow that denies access"),
    ],
)
def test_flow_binding_to_what_nobody_declared_is_refused(bindings: dict[str, str], fault: str) -> None:
    """A flow that takes passwords, or that rules cannot read, is named."""
    faults = faults_of(FlowBinding(), {**REALM, **FLOWS, f"{BINDINGS}.B": {"realm_id": "ml", **bindings}}, data=DATA)

    assert [each.rpartition(": ")[2] for each in faults] == [fault]


def test_flow_binding_by_the_realm_itself_is_refused() -> None:
    """The argument of the realm says the same as the resource beside it; without either, Keycloak's own is bound."""
    own = {"keycloak_realm.R": {"realm": "ml", "direct_grant_flow": "direct grant"}}

    assert faults_of(FlowBinding(), {**FLOWS, **own}) == [
        "realm 'ml': direct_grant_flow is 'direct grant', which denies nobody"
    ]
    for resources in ({**FLOWS, **REALM}, REALM):
        assert faults_of(FlowBinding(), resources) == [
            "realm 'ml': direct_grant_flow is not bound to a flow that denies access"
        ]


@pytest.mark.parametrize(
    ("client", "argument"),
    [
        (overridden(browser_id="8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"), ".browser_id"),
        (overridden(direct_grant_id="8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"), ".direct_grant_id"),
        (overridden(browser_id="${data.keycloak_authentication_flow.Other.id}"), ".browser_id"),
        (overridden(browser_id="${data.keycloak_authentication_flow.Own.id}"), ".browser_id"),
        (overridden(browser_id="${var.flow}"), ".browser_id"),
        (
            {
                "client_id": "ui",
                "dynamic": {
                    "authentication_flow_binding_overrides": {
                        "for_each": ["8f0e9f0a"],
                        "content": {"browser_id": "${authentication_flow_binding_overrides.value}"},
                    }
                },
            },
            ".browser_id",
        ),
    ],
)
def test_flow_binding_of_a_client_to_what_nobody_declared_is_refused(client: dict[str, Any], argument: str) -> None:
    """A client that brings a flow by its id, or one that was made by hand, is named; in a dynamic block as well."""
    assert faults_of(FlowBinding(), {f"{CLIENT}.C": client}, data=DATA) == [
        f"client 'ui': authentication_flow_binding_overrides{argument} names a flow that is declared nowhere"
    ]


@pytest.mark.parametrize(
    ("flow", "faults"),
    [
        ("data.keycloak_authentication_flow.Browser", 1),
        ("keycloak_authentication_flow.Weaker", 1),
        ("keycloak_authentication_flow.Login", 0),
    ],
)
def test_flow_binding_of_a_client_skips_nothing_that_the_realm_asks_for(flow: str, faults: int) -> None:
    """Where the realm has a browser flow of its own, with a second factor say, no client brings another one."""
    weaker = {"keycloak_authentication_flow.Weaker": {"realm_id": "ml", "alias": "password alone"}}
    bindings = {"realm_id": "ml", **DENIED, "browser_flow": "${keycloak_authentication_flow.Login.alias}"}
    client = {"realm_id": "ml", **overridden(browser_id=f"${{{flow}.id}}")}
    own = {"keycloak_authentication_flow": {"Browser": {"realm_id": "ml", "alias": "browser"}}}

    found = faults_of(
        FlowBinding(), {**REALM, **FLOWS, **weaker, f"{BINDINGS}.B": bindings, f"{CLIENT}.C": client}, data=own
    )
    argument = "authentication_flow_binding_overrides.browser_id"
    fault = f"realm 'ml', client 'ui': {argument} passes over what the realm's own browser_flow asks for"
    assert found == [fault] * faults


@pytest.mark.parametrize(
    "resources",
    [
        {**REALM, **FLOWS, f"{BINDINGS}.B": {"realm_id": "ml", **DENIED}},
        {
            **REALM,
            **FLOWS,
            f"{BINDINGS}.B": {"realm_id": "${keycloak_realm.R.id}", **DENIED, "browser_flow": "browser"},
        },
        {**FLOWS, "keycloak_realm.R": {"realm": "ml", **DENIED, "browser_flow": "my login"}},
        {**FLOWS, f"{CLIENT}.C": overridden(browser_id="${keycloak_authentication_flow.Login.id}")},
        {f"{CLIENT}.C": overridden(direct_grant_id="${data.keycloak_authentication_flow.Own.id}")},
        {f"{CLIENT}.C": {"client_id": "ui"}},
    ],
)
def test_flow_binding_to_declared_flows_passes(resources: Resources) -> None:
    """Declared flows pass, and Keycloak's own where they ask for what they should."""
    assert faults_of(FlowBinding(), resources, data=DATA) == []
