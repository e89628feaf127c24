"""KC-LDAP-TRUSTSTORE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.ldap_truststore import LdapTruststore
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_no_truststore_is_named() -> None:
    """A federation that passes the truststore over is named."""
    federation = {"realm_id": "ml", "name": "corp", "use_truststore_spi": "NEVER"}

    assert faults_of(LdapTruststore(), {"keycloak_ldap_user_federation.Corp": federation}) == [
        "realm 'ml', user federation 'corp': use_truststore_spi is 'NEVER'"
    ]


@pytest.mark.parametrize("use", ["ALWAYS", "ONLY_FOR_LDAPS", None, "${var.use}"])
def test_truststore_passes(use: str | None) -> None:
    """The truststore passes, by choice or by default."""
    federation = {"name": "corp", "use_truststore_spi": use}

    assert faults_of(LdapTruststore(), {"keycloak_ldap_user_federation.Corp": federation}) == []
