"""The state and the provider."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.state.local_state import LocalState
from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("terraform", [{}, {"backend": {"local": {"path": "x.tfstate"}}}])
def test_local_state_a_file_is_refused(terraform: dict[str, object]) -> None:
    """A local backend, named or by default, is refused."""
    assert faults_of(LocalState(), terraform=terraform) == ["stack 'stack': its state is a file on this machine"]


def test_local_state_a_remote_backend_passes() -> None:
    """State that a team can lock passes."""
    assert faults_of(LocalState(), terraform={"backend": {"pg": {}}}) == []


def test_provider_tls_no_check_is_refused() -> None:
    """A provider that skips the check is named."""
    provider = {"keycloak": [{"tls_insecure_skip_verify": True}]}

    assert faults_of(ProviderTls(), provider=provider) == ["provider 'keycloak': tls_insecure_skip_verify is on"]


@pytest.mark.parametrize(
    "block", [{}, {"tls_insecure_skip_verify": False}, {"root_ca_certificate": "${var.authority}"}]
)
def test_provider_tls_check_passes(block: dict[str, object]) -> None:
    """A provider that checks passes, by choice or by default."""
    assert faults_of(ProviderTls(), provider={"keycloak": [block]}) == []
