"""Where Keycloak fetches keys from: not from its own machine or network, where nobody but it can ask."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.loopback import is_loopback, may_be_loopback
from constructs_lib.declaration.props import PrivateKeyJwtAuth
from constructs_lib.declaration.props.values import is_unresolved
from stacks.public_hosts import is_public_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from stacks.environment import Environment

__all__ = ["is_internal", "key_address_findings"]


def key_address_findings(environment: Environment) -> Iterator[Finding]:
    """Say which JWKS URLs would have a remote Keycloak ask itself, or, by a team's file, its own network.

    Whoever writes a team's file could reach what only Keycloak can: a cloud's metadata, a database, an admin port.
    """
    if is_loopback(environment.keycloak.url):
        return
    realm = f"realm '{environment.realm.name}'"
    for path, subject, url, of_team in _urls(environment):
        if is_unresolved(url):
            continue
        if may_be_loopback(url):
            fault = f"Keycloak, at {environment.keycloak.url}, would ask its own machine: write the host of the keys"
        elif of_team and is_internal(url):
            fault = (
                "a team's file names no address of Keycloak's own network: write the host's public name, "
                "or let the environment's own file declare it"
            )
        else:
            continue
        yield Finding(path, f"{realm}, {subject}: JWKS URL is '{url}': {fault}")


def is_internal(url: str) -> bool:
    """Tell whether a URL's host is an address that is not of the public internet, or a name that stands for one.

    Args:
        url: A well-formed URL. What another name resolves to is not asked.
    """
    return not is_public_host(urlsplit(url).hostname or "")


def _urls(environment: Environment) -> Iterator[tuple[Path, str, str, bool]]:
    """Yield where each JWKS URL stands, whose it is, the URL, and whether a team's file says so."""
    for path, access in located(environment):
        for name, consumer in access.consumers.items():
            if isinstance(consumer.auth, PrivateKeyJwtAuth) and consumer.auth.jwks_url:
                place = (*path, "consumers", name, "auth", "jwks_url")
                yield place, f"consumer '{name}'", consumer.auth.jwks_url, path[:1] == ("teams",)
    for name, issuer in environment.workload_issuers.items():
        if issuer.jwks_url:
            yield ("workload_issuers", name, "jwks_url"), f"workload issuer '{name}'", issuer.jwks_url, False
    for name, provider in environment.identity_providers.items():
        if url := getattr(provider, "jwks_url", None):
            yield ("identity_providers", name, "jwks_url"), f"identity provider '{name}'", url, False
