"""Hosts of the public internet, told from those that only a machine, a cluster or a private network knows."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

__all__ = ["is_public_host"]

# Names by which clouds serve a machine's credentials, and their own networks, below public top-level domains: Google,
# Tencent, Equinix (two names), IBM ("Instance metadata" of its VPC, SoftLayer_Resource_Metadata), Exoscale, Azure.
_OF_CLOUDS = (
    *("metadata.goog", "metadata.tencentyun.com", "metadata.packet.net", "metadata.platformequinix.com"),
    *("metadata.cloud.ibm.com", "service.softlayer.com", "metadata.exoscale.com", "internal.cloudapp.net"),
)
# What a part of a name says of where it leads: metadata, and private endpoints of clouds (IBM, Azure, AWS).
_PRIVATE_PARTS = frozenset({"metadata", "instance-data", "private", "privatelink", "vpce", "internal", "intranet"})
# Special use: RFC 6761, 6762 (local), 7686 (onion), 8375 (home.arpa), 9476 (alt), ICANN resolution 2024.07.29.06
# (internal). ICANN delegates none of corp, home and mail, since private networks use them.
_SPECIAL = (
    *("test", "localhost", "invalid", "example", "local", "onion", "alt", "arpa", "internal", "corp", "home", "mail"),
    # What home routers, companies, containers and virtual machines are called by; no top-level domain is.
    *("lan", "intranet", "intra", "private", "priv", "localdomain", "domain", "workgroup", "consul", "nomad"),
    *("docker", "podman", "containers", "lxd", "lxc", "incus", "wsl", "vm", "dhcp", "router", "gateway", "fritz"),
    # `<service>.<namespace>` and what else a cluster completes by its search path; no top-level domain is.
    *("svc", "pod", "pods", "cluster", "default", "kube", "kubernetes", "monitoring", "observability", "logging"),
    *("prometheus", "grafana", "vault", "keycloak", "database", "databases", "postgres", "redis", "kafka", "minio"),
    *("ingress", "istio", "linkerd", "argocd", "argo", "kubeflow", "mlflow", "knative", "rancher", "longhorn"),
)
# A top-level domain is letters alone, or an A-label (RFC 1123 section 2.1, ICANN's Applicant Guidebook 2.2.1.3.2).
_TOP = re.compile("[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_LABEL = re.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Global by their numbers, yet a machine's or a network's own, or led by anybody: metadata of Oracle's cloud, the agent
# of Azure's, relays of 6to4 (RFC 7526).
_NO_IPV4 = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"), IPv4Network("192.88.99.0/24"))
# IANA hands out addresses of this network alone; in it are 6to4, which holds IPv4 addresses, and documentation's own.
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_NO_IPV6 = (IPv6Network("2001::/23"), IPv6Network("2002::/16"), IPv6Network("3fff::/20"))


def is_public_host(host: str) -> bool:
    """Tell whether a host is a public address, or a name that the public DNS could know.

    Args:
        host: As it stands in a URL, an IPv6 address without brackets. What a name resolves to is not asked, and
            whether there is its top-level domain neither.
    """
    host = host.lower().removesuffix(".")
    try:
        address = ip_address(host)
    except ValueError:
        return _is_public_name(host)
    if isinstance(address, IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return (
        address.is_global and not address.is_multicast and not any(address in each for each in (*_NO_IPV4, *_NO_IPV6))
    )


def _is_public_name(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or not _TOP.fullmatch(labels[-1]):  # noqa: PLR2004 - a name and its top-level domain
        return False
    if _PRIVATE_PARTS.intersection(labels):
        return False
    return labels[-1] not in _SPECIAL and not f".{host}".endswith(tuple(f".{name}" for name in _OF_CLOUDS))
