"""Two URLs of one server."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.server_of import server_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://sso.example.com", "https://sso2.example.com"),
        ("https://sso.example.com", "https://sso.example.com:8443"),
        ("https://sso.example.com", "https://sso.example.com/auth"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081"),
        ("http://127.0.0.1:8080", "http://localhost.example.com:8080"),
    ],
)
def test_two_servers_differ(one: str, other: str) -> None:
    """What may be two Keycloaks is not taken for one."""
    assert server_of(one) != server_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://sso.example.com", "https://SSO.example.com:443/"),
        ("https://sso.example.com", "https://sso.example.com."),
        ("https://sso.example.com/auth", "https://sso.example.com/x/../auth/."),
        ("https://sso.example.com/auth", "https://sso.example.com/%61uth//"),
        ("http://127.0.0.1:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://[::1]:8080/"),
    ],
)
def test_spellings_of_one_server_are_equal(one: str, other: str) -> None:
    """Another spelling makes no second realm of the same name."""
    assert server_of(one) == server_of(other)


def test_an_expression_is_itself() -> None:
    """What an apply alone knows is compared as text."""
    assert server_of("${var.keycloak_url}") != server_of("${var.other}")
