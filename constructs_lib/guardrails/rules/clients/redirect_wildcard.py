"""KC-REDIRECT-WILDCARD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.clients import REDIRECTED, redirect_uris
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RedirectWildcard"]


class RedirectWildcard(Rule):
    """Redirect URIs are compared as a whole."""

    id = "KC-REDIRECT-WILDCARD"
    info = "a redirect URI has a wildcard"
    why = "An authorization code reaches any page below the address, an open redirect or an uploaded file included."
    source = "ASVS 5.0 V10.4.1, RFC 9700 section 2.1"
    remedy = "write each redirect URI in full"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each redirect URI with `*`."""
        for client in configuration.resources(*REDIRECTED):
            for uri in redirect_uris(client):
                if "*" in uri:
                    yield client.violation(f"redirect URI '{uri}' has a wildcard")
