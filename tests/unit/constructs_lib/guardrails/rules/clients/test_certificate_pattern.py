"""KC-MTLS-PATTERN."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.certificate_pattern import CertificatePattern
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("settings", [None, {"x509.allow.regex.pattern.comparison": "true"}])
def test_patterns_are_refused(settings: dict[str, str] | None) -> None:
    """A client whose certificate is compared as a pattern, be it by default, is named."""
    client = {"client_id": "edge", "client_authenticator_type": "client-x509", "extra_config": settings}

    assert faults_of(CertificatePattern(), {"keycloak_openid_client.Edge": client}) == [
        "client 'edge': the subject of its certificate is compared as a pattern"
    ]


@pytest.mark.parametrize(
    ("authenticator", "pattern"), [("client-x509", "false"), ("client-x509", "${var.x}"), ("client-secret", None)]
)
def test_whole_subjects_pass(authenticator: str, pattern: str | None) -> None:
    """A subject that is compared as a whole passes, and so does a client without a certificate."""
    settings = {"x509.allow.regex.pattern.comparison": pattern}
    client = {"client_id": "edge", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(CertificatePattern(), {"keycloak_openid_client.Edge": client}) == []
