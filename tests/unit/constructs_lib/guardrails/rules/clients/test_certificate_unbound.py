"""KC-MTLS-BINDING."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.certificate_unbound import CertificateUnbound
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("settings", [None, {"tls.client.certificate.bound.access.tokens": "false"}])
def test_unbound_tokens_are_refused(settings: dict[str, str] | None) -> None:
    """A client with a certificate whose tokens serve without it is named."""
    client = {"client_id": "edge", "client_authenticator_type": "client-x509", "extra_config": settings}

    assert faults_of(CertificateUnbound(), {"keycloak_openid_client.Edge": client}) == [
        "client 'edge': its tokens are not bound to its certificate"
    ]


@pytest.mark.parametrize(
    ("authenticator", "bound"), [("client-x509", "true"), ("client-x509", "${var.bound}"), ("client-secret", None)]
)
def test_bound_tokens_pass(authenticator: str, bound: str | None) -> None:
    """Bound tokens pass, and so does a client without a certificate."""
    settings = {"tls.client.certificate.bound.access.tokens": bound}
    client = {"client_id": "edge", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(CertificateUnbound(), {"keycloak_openid_client.Edge": client}) == []
