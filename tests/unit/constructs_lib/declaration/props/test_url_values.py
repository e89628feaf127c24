"""Constrained URLs."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import server_limits, url_values

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (url_values.HttpUrl, "ftp://x", "a URL starts with https:// (or http://) and a host, got 'ftp://x'"),
        (url_values.HttpUrl, "https:///x", "a URL starts with https:// (or http://) and a host, got 'https:///x'"),
        (
            url_values.HttpUrl,
            "https://x:99999",
            "a URL's host, and its port if it has one, must be possible ones, got 'https://x:99999'",
        ),
        *(
            (
                url_values.HttpUrl,
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
                url_values.HttpUrl,
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
                url_values.HttpUrl,
                url,
                (f"in a URL two hexadecimal digits follow each '%': write '%25' for '%' itself, got '{url}'"),
            )
            for url in ("https://a.example/%zz", "https://a.example/100%", "https://a.example/?q=%2", "https://%zz/")
        ),
        *(
            (kind, url, f"a URL's host is written without '%': write the characters themselves, got '{url}'")
            for kind in (url_values.HttpUrl, server_limits.RedirectUri, server_limits.LogoutUri)
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
def test_bad_url_is_refused_with_the_rule(kind: type[str], value: str, message: str) -> None:
    """A URL that Keycloak, a browser or another program would read otherwise is refused with the rule and the value."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert str(caught.value.errors()[0]["ctx"]["error"]) == message


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
    assert url_values.has_possible_host(url) == possible


@pytest.mark.parametrize(
    "url", ["https://sso.example.com?a=1", "https://sso.example.com/#a", "https://sso.example.com?"]
)
def test_what_others_begin_with_has_no_end(url: str) -> None:
    """A query or a fragment would stand in the middle of an issuer."""
    with pytest.raises(ValidationError, match="no query and no fragment"):
        TypeAdapter(url_values.BaseUrl).validate_python(url)
