"""Constrained values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import server_limits, values

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (values.RealmName, "a/b", "a realm name is part of URLs: use 1 to 64 letters, digits, '-' or '_', got 'a/b'"),
        (
            values.ClientId,
            "team.scorer",
            (
                "a client id is part of claim paths and variable names: "
                "use 2 to 64 lower-case letters, digits, '-' or '_', got 'team.scorer'"
            ),
        ),
        (
            values.RoleName,
            "a b",
            "a role name is part of tokens: use 1 to 64 letters, digits, '-', '_' or ':', got 'a b'",
        ),
        (
            values.Username,
            "Ada",
            "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@', got 'Ada'",
        ),
        (
            values.Username,
            "ad",
            "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@', got 'ad'",
        ),
        (values.Email, "Ada@example.com", "an e-mail address is lower-case, 'name@host', got 'Ada@example.com'"),
        (values.Duration, "5", "a duration is a number and a unit, such as '5m', '8h' or '1h30m', got '5'"),
        (
            values.Duration,
            "9" * 10 + "s",
            "a duration is a number and a unit, such as '5m', '8h' or '1h30m', got '9999999999s'",
        ),
        (values.Duration, "0s", "a duration is longer than 0, got '0s'"),
        (values.HttpUrl, "ftp://x", "a URL starts with https:// (or http://) and a host, got 'ftp://x'"),
        (values.HttpUrl, "https:///x", "a URL starts with https:// (or http://) and a host, got 'https:///x'"),
        (
            values.HttpUrl,
            "https://x:99999",
            "a URL's host, and its port if it has one, must be possible ones, got 'https://x:99999'",
        ),
        *(
            (
                values.HttpUrl,
                url,
                (
                    "a URL has its host alone before the path: take out the user name before '@', and any '\\', "
                    f"got '{url}'"
                ),
            )
            for url in (
                "https://ui@evil.example/cb",
                "https://ui.example.com%2F@evil.example",
                "https://evil.example\\@ui",
            )
        ),
        *(
            (
                values.HttpUrl,
                url,
                (
                    "a URL is ASCII without spaces, brackets and quotes (RFC 3986): percent-encode other characters, "
                    f"and write a host as 'xn--…', got '{url}'"
                ),
            )
            for url in (
                "https://münchen.example",
                *(
                    f"https://a.example/{each}"
                    for each in ("é", "{id}", "a|b", "[x]", 'a"b', "a\\b", "a^b", "<x>", "`")
                ),
                "https://a.example?q=[x]",
            )
        ),
        *(
            (
                values.HttpUrl,
                url,
                (f"in a URL two hexadecimal digits follow each '%': write '%25' for '%' itself, got '{url}'"),
            )
            for url in ("https://a.example/%zz", "https://a.example/100%", "https://a.example/?q=%2", "https://%zz/")
        ),
        *(
            (kind, url, f"a URL's host is written without '%': write the characters themselves, got '{url}'")
            for kind in (values.HttpUrl, server_limits.RedirectUri, server_limits.LogoutUri)
            for url in (
                "https://corp.example.com%2Eevil.example/cb",
                "https://corp.example.com%00.evil.example/cb",
                "https://%6c%6fcalhost?a",
                "http://[fe80::1%25eth0]/",
            )
        ),
        *(
            (
                kind,
                url,
                (
                    "a redirect URI has no fragment (RFC 6749 section 3.1.2): take out '#' and what follows it, "
                    f"got '{url}'"
                ),
            )
            for kind in (server_limits.RedirectUri, server_limits.LogoutUri)
            # Keycloak keeps post-logout redirect URIs as one text, in which '##' parts one from the next.
            for url in ("https://a.example/cb#f", "https://a.example/#", "https://a.example/##http://evil.example/")
        ),
    ],
)
def test_bad_value_is_refused_with_the_rule(kind: type[str], value: str, message: str) -> None:
    """A value that Keycloak, a claim path or a URL would break on is refused with the rule and the value."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert str(caught.value.errors()[0]["ctx"]["error"]) == message


@pytest.mark.parametrize("kind", [values.RealmName, values.ClientId, values.Username, values.Email, values.Duration])
def test_unresolved_value_passes(kind: type[str]) -> None:
    """A Terraform expression passes every check: its value is known only at apply."""
    assert TypeAdapter(kind).validate_python("${var.x}") == "${var.x}"


@pytest.mark.parametrize("value", ["yes", 1, "true"])
def test_flag_takes_nothing_but_booleans(value: object) -> None:
    """Text that looks like a truth value is refused."""
    with pytest.raises(ValidationError):
        TypeAdapter(values.Flag).validate_python(value)


@pytest.mark.parametrize(
    ("value", "seconds", "spelled"),
    [("90s", 90, "90s"), ("5m", 300, "5m"), ("1h30m", 5400, "90m"), ("7d", 604800, "168h"), ("60m", 3600, "1h")],
)
def test_durations_are_spelled_for_the_provider(value: str, seconds: int, spelled: str) -> None:
    """A duration in days becomes one that Go knows, of the same length."""
    assert (values.duration_seconds(value), values.go_duration(value)) == (seconds, spelled)


@given(st.integers(min_value=1, max_value=10**7))
def test_spelling_a_duration_keeps_its_length(seconds: int) -> None:
    """Whatever the length, the provider's spelling has the same."""
    assert values.duration_seconds(values.go_duration(f"{seconds}s")) == seconds


@pytest.mark.parametrize(
    ("url", "possible"),
    [
        *(
            (f"https://{host}/x", True)
            for host in ("a.example", "a_b", "127.0.0.1", "[::1]:8443", "xn--a.example.", "keycloak")
        ),
        *((f"https://{host}/x", False) for host in ("a..example", ".example", "-a.example", "a-.example", "999.1.1.1")),
        *((f"https://{host}/x", False) for host in ("1.2.3", "a" * 64, ".".join(["a" * 63] * 4), "a:0", "a:70000")),
    ],
)
def test_host_is_one_that_a_client_could_find(url: str, possible: bool) -> None:  # noqa: FBT001 - a case
    """A name within the limits of the DNS, or an address."""
    assert values.has_possible_host(url) == possible


@pytest.mark.parametrize(
    "url", ["https://sso.example.com?a=1", "https://sso.example.com/#a", "https://sso.example.com?"]
)
def test_what_others_begin_with_has_no_end(url: str) -> None:
    """A query or a fragment would stand in the middle of an issuer."""
    with pytest.raises(ValidationError, match="no query and no fragment"):
        TypeAdapter(values.BaseUrl).validate_python(url)
