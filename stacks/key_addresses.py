"""Where Keycloak fetches keys from: not from its own machine or network, where nobody but it can ask."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.loopback import may_be_loopback
from constructs_lib.declaration.props import PrivateKeyJwtAuth
from constructs_lib.declaration.props.values import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from stacks.environment import Environment

__all__ = ["is_internal", "key_address_findings"]

# Names of the machine itself, and those by which clouds serve its credentials (link-local addresses are theirs too).
_NAMES = frozenset(
    {
        *("localhost.localdomain", "ip6-localhost", "ip6-loopback"),
        *("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"),
        *("host.docker.internal", "gateway.docker.internal", "host.containers.internal"),
    }
)
# Names that only a cluster, or a network of one's own, resolves (ICANN resolution 2024.07.29.06 for `internal`).
_ZONES = (".svc", ".svc.cluster.local", ".cluster.local", ".internal")
# Global by their numbers, yet a machine's own: metadata of Oracle's cloud, the agent of Azure's, and the prefix by
# which a network translates to its own IPv4 addresses (RFC 8215).
_OF_CLOUDS = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"), IPv6Network("64:ff9b:1::/48"))
# A host whose last part is a number is an address, in whatever notation (WHATWG URL, section 3.5).
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
# IPv6 networks whose last 32 bits are an IPv4 address: NAT64 (RFC 6052), SIIT (RFC 2765), IPv4-compatible (RFC 4291).
_EMBEDDING = tuple(IPv6Network(each) for each in ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96"))


def key_address_findings(environment: Environment) -> Iterator[Finding]:
    """Say which JWKS URLs would have a remote Keycloak ask itself, or, by a team's file, its own network.

    Whoever writes a team's file could reach what only Keycloak can: a cloud's metadata, a database, an admin port.
    """
    if environment.is_local:
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
    host = unquote(urlsplit(url).hostname or "").rstrip(".")
    if may_be_loopback(f"//{host}") or host in _NAMES or host.endswith(_ZONES):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return _NUMBER.fullmatch(host) is not None
    embedded = _embedded(address) if isinstance(address, IPv6Address) else None
    return any(
        not each.is_global or each.is_multicast or any(each in network for network in _OF_CLOUDS)
        for each in (address, embedded)
        if each
    )


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if any(address in network for network in _EMBEDDING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


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
