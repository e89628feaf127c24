"""Whether a URL stays on this machine."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.loopback import is_loopback

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:8080", True),
        ("http://localhost", True),
        ("http://sso.localhost", True),
        ("http://localhost.example.com", False),
        ("http://10.0.0.1", False),
        ("https://sso.example.com", False),
        ("", False),
    ],
)
def test_loopback(url: str, *, local: bool) -> None:
    """Only this machine's own addresses count as local."""
    assert local == is_loopback(url)
