"""KC-PKCE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.pkce import Pkce
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("method", "fault"),
    [(None, "PKCE is not required"), ("", "PKCE is not required"), ("plain", "PKCE must be S256, got 'plain'")],
)
def test_no_pkce_is_refused(method: str | None, fault: str) -> None:
    """A client with the authorization code flow that asks for no challenge, or a plain one, is named."""
    client = {"client_id": "ui", "standard_flow_enabled": True, "pkce_code_challenge_method": method}

    assert faults_of(Pkce(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]


@pytest.mark.parametrize(("flow", "method"), [(True, "S256"), (True, "${var.method}"), (False, None)])
def test_s256_passes(flow: bool, method: str | None) -> None:  # noqa: FBT001 - a parameter of the test
    """S256, and a client without the flow, pass."""
    client = {"client_id": "ui", "standard_flow_enabled": flow, "pkce_code_challenge_method": method}

    assert faults_of(Pkce(), {"keycloak_openid_client.Ui": client}) == []
