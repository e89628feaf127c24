"""Where Keycloak is said to be, and what its realm answers there."""

from __future__ import annotations

import pytest

from stacks.environment import Environment
from stacks.server_address import server_address_findings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://sso.example.com"])
def test_realm_that_requires_tls_is_reached_by_it(url: str) -> None:
    """Every request by http would be answered with "HTTPS required", on loopback too."""
    assert faults(url, "all") == [
        (
            "realm 'ml': its ssl_required is all, so that Keycloak would answer no request by http, got "
            f"'{url}': write https://…, or set realm.ssl_required to external"
        )
    ]


@pytest.mark.parametrize(
    ("url", "ssl_required"),
    [("https://127.0.0.1:8443", "all"), ("http://127.0.0.1:8080", "external"), ("http://sso.example.com", "none")],
)
def test_other_realms_are_taken(url: str, ssl_required: str) -> None:
    """What is answered is accepted."""
    assert faults(url, ssl_required) == []


def faults(url: str, ssl_required: str) -> list[str]:
    """Return what is said of an environment whose Keycloak has a URL."""
    given = {
        "keycloak": {"url": url},
        "realm": {"name": "ml", "ssl_required": ssl_required},
        "api": {"client_id": "scorer"},
    }
    return [each.message for each in server_address_findings(Environment.model_validate(given))]
