"""KC-REDIRECT-HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback, is_loopback_address
from constructs_lib.guardrails.keycloak.clients import REDIRECTED, redirect_uris
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.addresses import is_closed, scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RedirectHttp"]


class RedirectHttp(Rule):
    """Authorization codes travel by TLS, or do not leave the machine."""

    id = "KC-REDIRECT-HTTP"
    info = "a redirect URI is not https"
    why = (
        "An authorization code in clear text is read on the way. A public client on a person's own machine may "
        "listen on a loopback address: nothing leaves the machine. `localhost` may resolve to another."
    )
    source = "RFC 9700 section 2.6, RFC 8252 sections 7.3 and 8.3"
    remedy = "write https://…, or http://127.0.0.1/… for a public client that listens on the person's machine"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to schemes other than https and those of apps, but for loopback addresses of public clients."""
        for client in configuration.resources(*REDIRECTED):
            for uri in redirect_uris(client):
                # A path alone is relative to root_url.
                whole = f"{client.spelled('root_url') or ''}{uri}" if uri.startswith("/") else uri
                scheme = scheme_of(whole)
                if scheme and not _is_closed(client, scheme) and not _stays_here(client, whole):
                    fault = f"redirect URI must use https, got '{whole}'"
                    yield client.violation(fault, stays_here=is_loopback(whole))


def _is_closed(client: Resource, scheme: str) -> bool:
    """Any app may take another's scheme, and a client with a secret is none (RFC 8252 section 8.5)."""
    return scheme == "https" if client.text("access_type") == "CONFIDENTIAL" else is_closed(scheme)


def _stays_here(client: Resource, uri: str) -> bool:
    plain = uri.lower().startswith("http://")
    return plain and client.text("access_type") == "PUBLIC" and is_loopback_address(uri)
