"""KC-TLS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.tls_not_required import TlsNotRequired
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("required", "named"), [("none", "none"), ("external", "external"), (None, "external")])
def test_plain_http_is_refused(required: str | None, named: str) -> None:
    """Everything but `all` is named, the default included."""
    realm = {"realm": "ml", "ssl_required": required}

    assert faults_of(TlsNotRequired(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': ssl_required is '{named}', so that plain http is answered"
    ]


@pytest.mark.parametrize("required", ["all", "${var.required}"])
def test_tls_for_all_passes(required: str) -> None:
    """TLS for all requests passes, and what is known only at apply."""
    realm = {"realm": "ml", "ssl_required": required}

    assert faults_of(TlsNotRequired(), {"keycloak_realm.Realm": realm}) == []
