"""KC-FLOWS-UNSET."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.flows_unset import FlowsUnset
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

FLOWS = (
    "standard_flow_enabled",
    "implicit_flow_enabled",
    "direct_access_grants_enabled",
    "service_accounts_enabled",
)


@pytest.mark.parametrize("missing", FLOWS)
def test_a_flow_left_out_is_refused(missing: str) -> None:
    """Each flow that is not written is named: the provider would not see it change."""
    client: dict[str, Any] = {"client_id": "ui", **{flow: False for flow in FLOWS if flow != missing}}

    assert faults_of(FlowsUnset(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {missing} is left out"]


@pytest.mark.parametrize("value", [True, False, "${var.enabled}"])
def test_written_flows_pass(value: bool | str) -> None:  # noqa: FBT001 - a parameter of the test
    """What is written, on, off or by a variable, passes."""
    client: dict[str, Any] = {"client_id": "ui", **dict.fromkeys(FLOWS, value)}

    assert faults_of(FlowsUnset(), {"keycloak_openid_client.Ui": client}) == []
