"""KC-MAIL-TLS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.mail_tls import MailTls
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("flags", [{}, {"starttls": False, "ssl": False}])
def test_plain_mail_is_refused(flags: dict[str, bool]) -> None:
    """A mail server without TLS, by choice or by default, is named."""
    realm = {"realm": "ml", "smtp_server": {"host": "smtp.example.com", **flags}}

    assert faults_of(MailTls(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': mail to 'smtp.example.com' is sent without TLS"
    ]


@pytest.mark.parametrize("server", [None, {"host": "a", "starttls": True}, {"host": "a", "ssl": True}])
def test_mail_over_tls_passes(server: dict[str, object] | None) -> None:
    """StartTLS, TLS, and no mail at all pass."""
    assert faults_of(MailTls(), {"keycloak_realm.Realm": {"realm": "ml", "smtp_server": server}}) == []
