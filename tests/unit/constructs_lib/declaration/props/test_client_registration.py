"""What clients that register themselves may be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import ClientRegistrationProps

pytestmark = pytest.mark.unit

HOSTS = ("127.0.0.1", "agents.example.com")


def registration(**changed: object) -> ClientRegistrationProps:
    """Return a declaration with other values."""
    values = {"redirect_hosts": HOSTS, "scopes": {"weather": ["get_forecast"]}, "max_clients": 50, **changed}
    return ClientRegistrationProps.model_validate(values)


@pytest.mark.parametrize(
    "host",
    [
        *("*", "*.example.com", "example.*", ".example.com", "example.com.", "com", "localhost", "a..example.com"),
        *("https://agents.example.com", "agents.example.com:8443", "agents.example.com/cb", "a,b.example.com"),
        *("10.0.0.1", "127.0.0.2", "[::1]", "Agents.example.com", "-a.example.com", "a_b.example.com", "", "a b.com"),
        *("a.example.com\n", "x" * 64 + ".com", "a." * 126 + "com"),
    ],
)
def test_host_that_may_be_several_is_refused(host: str) -> None:
    """A wildcard, an address, a URL, a list in a text: a host is one whole name, or this machine's own address."""
    with pytest.raises(ValidationError, match="a redirect host is a whole host name"):
        registration(redirect_hosts=[host])


@pytest.mark.parametrize("changed", [{"redirect_hosts": []}, {"scopes": {}}, {"max_clients": 0}, {"hosts": ["a.com"]}])
def test_what_says_too_little_is_refused(changed: dict[str, object]) -> None:
    """Nothing is let in by default: hosts, scopes and the number are all to be named."""
    with pytest.raises(ValidationError):
        registration(**changed)


def test_declared_values_are_kept() -> None:
    """Whole names and 127.0.0.1 pass; offline access is off."""
    assert (registration().redirect_hosts, registration().offline_access) == (HOSTS, False)
