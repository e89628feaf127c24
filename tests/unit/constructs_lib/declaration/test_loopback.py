"""Whether a URL stays on this machine."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.loopback import is_loopback, may_be_loopback

pytestmark = pytest.mark.unit


ELSEWHERE = [
    "http://keycloak:8080",
    "http://host.docker.internal:8080",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1@sso.example.com",
    "http://0.0.0.0:8080",
    "http://10.0.0.1",
    "http://[::2]",
    "https://sso.example.com",
    "",
]
OTHER_SPELLINGS = [
    "http://sso.localhost",
    "http://[0:0:0:0:0:0:0:1]:8080",
    "http://user@127.0.0.1",
    "http://sso.example.com\\@127.0.0.1",
]
# Programs differ in what they read these as.
ODD = [
    "http://127.1",
    "http://2130706433",
    "http://0x7f.1",
    "http://127.0.0.01",
    "http://[::1%25lo]",
    "http://[::1",
    "//",
]


@pytest.mark.parametrize("url", [*ELSEWHERE, *OTHER_SPELLINGS, *ODD, "http://[::ffff:127.0.0.1]", "http://localhost."])
def test_no_other_spelling_is_local(url: str) -> None:
    """A container's name, a name below localhost and whatever else might lead here are not local."""
    assert not is_loopback(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://127.9.9.9", "http://[::1]:8080", "http://localhost", "https://localhost:1"]
)
def test_loopback(url: str) -> None:
    """This machine's own addresses, and its name, are local, by http and https."""
    assert is_loopback(url)
    assert may_be_loopback(url)


@pytest.mark.parametrize("url", OTHER_SPELLINGS)
def test_what_is_refused_is_refused_in_every_spelling(url: str) -> None:
    """A URL that Keycloak shall not ask is known by other spellings too."""
    assert may_be_loopback(url)


@pytest.mark.parametrize("url", ELSEWHERE)
def test_elsewhere(url: str) -> None:
    """Other hosts are not taken for this machine."""
    assert not may_be_loopback(url)
