"""KC-PROVIDER-TLS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_no_check_is_refused() -> None:
    """A provider that skips the check is named."""
    provider = {"keycloak": [{"tls_insecure_skip_verify": True}]}

    assert faults_of(ProviderTls(), provider=provider) == ["provider 'keycloak': tls_insecure_skip_verify is on"]


@pytest.mark.parametrize(
    "block", [{}, {"tls_insecure_skip_verify": False}, {"root_ca_certificate": "${var.authority}"}]
)
def test_check_passes(block: dict[str, object]) -> None:
    """A provider that checks passes, by choice or by default."""
    assert faults_of(ProviderTls(), provider={"keycloak": [block]}) == []
