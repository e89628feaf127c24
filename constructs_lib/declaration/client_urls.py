"""The URLs that clients of a declaration have, by how safe they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback_address
from constructs_lib.declaration.props import PrivateKeyJwtAuth
from constructs_lib.declaration.props.url_values import APP_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["ClientUrls"]

_HTTP = "http://"


class ClientUrls:
    """What clients are declared to need beyond https URLs that are written out in full.

    Args:
        declaration: Whose clients.

    Attributes:
        loopback: A redirect URI is http on a loopback address (RFC 8252 section 7.3), or one may be registered.
        plain_http: A redirect URI is http elsewhere.
        app: A redirect URI has an app's own scheme (RFC 8252 section 7.1).
        wildcard: A redirect URI has a wildcard.
        other_http: Another URL of a client is http: origins, links, keys.
        any_http: Any URL of a client is http.
    """

    def __init__(self, declaration: Declaration) -> None:
        redirects = list(_redirects(declaration))
        http = [uri for uri in redirects if uri.startswith(_HTTP)]
        self.loopback = any(map(is_loopback_address, http)) or _registers_on_loopback(declaration)
        self.plain_http = not all(map(is_loopback_address, http))
        self.app = any(map(APP_URL.fullmatch, redirects))
        self.wildcard = any("*" in uri for uri in redirects)
        self.other_http = any(url.startswith(_HTTP) for url in _others(declaration))
        self.any_http = bool(http) or self.loopback or self.other_http


def _registers_on_loopback(declaration: Declaration) -> bool:
    registration = declaration.realm.client_registration
    return registration is not None and any(
        is_loopback_address(f"{_HTTP}{host}") for host in registration.redirect_hosts
    )


def _redirects(declaration: Declaration) -> Iterator[str]:
    for api in declaration.every_api.values():
        yield from api.redirect_uris
    for access in declaration.accesses().values():
        for application in access.applications.values():
            yield from application.redirect_uris
            yield from application.post_logout_redirect_uris


def _others(declaration: Declaration) -> Iterator[str]:
    for api in declaration.every_api.values():
        yield from (url for url in (api.base_url, api.admin_url) if url)
        yield from api.web_origins
    for access in declaration.accesses().values():
        for application in access.applications.values():
            yield from application.web_origins
        for consumer in access.consumers.values():
            if isinstance(consumer.auth, PrivateKeyJwtAuth) and consumer.auth.jwks_url:
                yield consumer.auth.jwks_url
