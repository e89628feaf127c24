"""KC-SAML-ASSERTIONS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.saml_assertions import SamlAssertions
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("wanted", [False, None])
def test_unsigned_assertions_are_refused(wanted: object) -> None:
    """A provider that may send them, by choice or by default, is named."""
    broker = {"realm": "ml", "alias": "corp", "want_assertions_signed": wanted}

    assert faults_of(SamlAssertions(), {"keycloak_saml_identity_provider.Corp": broker}) == [
        "realm 'ml', identity provider 'corp': want_assertions_signed is not on"
    ]


@pytest.mark.parametrize("wanted", [True, "${var.wanted}"])
def test_signed_assertions_pass(wanted: object) -> None:
    """Signed assertions pass, and what is known only at apply."""
    broker = {"alias": "corp", "want_assertions_signed": wanted}

    assert faults_of(SamlAssertions(), {"keycloak_saml_identity_provider.Corp": broker}) == []
