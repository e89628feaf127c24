"""KC-BROWSER-HEADERS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.browser_headers import BrowserHeaders
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x_frame_options", ""),
        ("x_frame_options", "ALLOWALL"),
        ("content_security_policy", "object-src 'none'"),
        ("content_security_policy", "frame-ancestors *"),
        ("content_security_policy", "frame-ancestors 'none'; script-src 'unsafe-inline'"),
        ("x_content_type_options", ""),
        ("strict_transport_security", "max-age=0"),
        ("referrer_policy", "unsafe-url"),
    ],
)
def test_weak_header_is_refused(header: str, value: str) -> None:
    """A header that was emptied or opened is named."""
    realm = {"realm": "ml", "security_defenses": {"headers": {header: value}}}

    assert faults_of(BrowserHeaders(), {"keycloak_realm.Realm": realm}) == [f"realm 'ml': header {header} is '{value}'"]


@pytest.mark.parametrize(
    "headers",
    [
        None,
        {"x_frame_options": "DENY"},
        {"content_security_policy": "frame-src 'self'; frame-ancestors 'self'; object-src 'none';"},
        {"strict_transport_security": "max-age=31536000; includeSubDomains"},
        {"x_frame_options": "${var.framing}"},
    ],
)
def test_sound_headers_pass(headers: dict[str, str] | None) -> None:
    """Strict headers, Keycloak's own and what is known only at apply pass."""
    realm = {"realm": "ml", "security_defenses": {"headers": headers}}

    assert faults_of(BrowserHeaders(), {"keycloak_realm.Realm": realm}) == []
