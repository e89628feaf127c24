"""OAuth clients, as several rules see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["REDIRECTED", "redirect_uris", "token_clients"]

REDIRECTED = ("keycloak_openid_client", "keycloak_saml_client")
"""Clients that people are sent back to."""

_LISTS = ("valid_redirect_uris", "valid_post_logout_redirect_uris")
_URLS = (
    "assertion_consumer_post_url",
    "assertion_consumer_redirect_url",
    "logout_service_post_binding_url",
    "logout_service_redirect_binding_url",
    "master_saml_processing_url",
)


def redirect_uris(client: Resource) -> Iterator[str]:
    """Yield the addresses to which codes and assertions are sent, as far as they are spelled out."""
    for argument in _LISTS:
        yield from client.texts(argument)
    for argument in _URLS if client.type == "keycloak_saml_client" else ():
        if url := client.spelled(argument):
            yield url


def token_clients(configuration: Configuration) -> Iterator[Resource]:
    """Yield the OpenID Connect clients that tokens can be issued to: all but bearer-only ones."""
    for client in configuration.resources("keycloak_openid_client"):
        if client.text("access_type") != "BEARER-ONLY":
            yield client
