"""KC-REDIRECT-USERINFO."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.clients import REDIRECTED, redirect_uris
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RedirectUserinfo"]

_ENDS_OF_AUTHORITY = "/?#"
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")


class RedirectUserinfo(Rule):
    """A redirect URI says to whom the code goes."""

    id = "KC-REDIRECT-USERINFO"
    info = "a redirect URI hides its host"
    why = (
        "What comes before an '@' is a user name: https://ui.example.com@evil.example sends the code to evil.example. "
        "Browsers take '\\\\' for '/', and spaces and control characters for nothing."
    )
    source = "RFC 3986 section 7.6, RFC 9700 section 2.1"
    remedy = "write scheme, host and path alone"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to redirect URIs with a user name, a backslash or a space before their path."""
        for client in configuration.resources(*REDIRECTED):
            for uri in redirect_uris(client):
                authority = uri.partition("://")[2]
                for end in _ENDS_OF_AUTHORITY:
                    authority = authority.partition(end)[0]
                start = uri.partition("?")[0].partition("#")[0]
                if "@" in authority or "\\" in start or _UNSEEN.search(uri):
                    yield client.violation(f"redirect URI hides its host, got '{uri}'")
