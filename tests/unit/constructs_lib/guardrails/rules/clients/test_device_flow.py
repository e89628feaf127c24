"""KC-DEVICE-FLOW."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.device_flow import DeviceFlow
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_on_is_refused() -> None:
    """A client with the flow on is named."""
    client = {"client_id": "ui", "realm_id": "ml", "oauth2_device_authorization_grant_enabled": True}

    assert faults_of(DeviceFlow(), {"keycloak_openid_client.Ui": client}) == [
        "realm 'ml', client 'ui': the device flow is on"
    ]


@pytest.mark.parametrize("value", [False, None, "${var.enabled}"])
def test_off_passes(value: bool | str | None) -> None:  # noqa: FBT001 - a parameter of the test
    """A client with the flow off, left out (off when created), or known only at apply passes."""
    client = {"client_id": "ui", "oauth2_device_authorization_grant_enabled": value}

    assert faults_of(DeviceFlow(), {"keycloak_openid_client.Ui": client}) == []
