"""KC-LDAP-TRUST-EMAIL."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.ldap_trusts_email import LdapTrustsEmail
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_trust_is_named() -> None:
    """A federation that trusts addresses is named."""
    federation = {"realm_id": "ml", "name": "corp", "trust_email": True}

    assert faults_of(LdapTrustsEmail(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        "realm 'ml', user federation 'corp': trust_email is on"
    ]


@pytest.mark.parametrize("trust", [False, None, "${var.trust}"])
def test_no_trust_passes(trust: object) -> None:
    """A federation that does not passes, by choice or by default."""
    federation = {"name": "corp", "trust_email": trust}

    assert faults_of(LdapTrustsEmail(), {"keycloak_ldap_user_federation.Corp": federation}) == []
