"""KC-REQUEST-OBJECT."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.request_object_unsigned import RequestObjectUnsigned
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (None, "request.object.signature.alg is left out"),
        ({"request.object.signature.alg": "any"}, "request.object.signature.alg must be set, got 'any'"),
        ({"request.object.signature.alg": "none"}, "request.object.signature.alg must be set, got 'none'"),
    ],
)
def test_unsigned_is_refused(settings: dict[str, str] | None, fault: str) -> None:
    """A client with the authorization code flow that takes `none` is named."""
    client = {"client_id": "ui", "standard_flow_enabled": True, "extra_config": settings}

    assert faults_of(RequestObjectUnsigned(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]


@pytest.mark.parametrize(
    ("flow", "settings"),
    [(True, {"request.object.signature.alg": "ES256"}), (True, "${var.settings}"), (False, None)],
)
def test_signed_passes(flow: bool, settings: dict[str, str] | str | None) -> None:  # noqa: FBT001 - a parameter of the test
    """An algorithm that is written out passes, and so does a client without the flow."""
    client = {"client_id": "ui", "standard_flow_enabled": flow, "extra_config": settings}

    assert faults_of(RequestObjectUnsigned(), {"keycloak_openid_client.Ui": client}) == []
