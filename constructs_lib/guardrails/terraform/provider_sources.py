"""Which providers are known, and by what names a stack calls Keycloak's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.bindings.provider_constraint import PROVIDER_SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "KEYCLOAK",
    "KNOWN",
    "is_keycloak",
    "is_known",
    "is_maintained",
    "keycloak_names",
    "required_sources",
    "required_versions",
]

KEYCLOAK = "keycloak"
"""What a stack calls Keycloak's provider, and the first word of its resources."""

# The one that is maintained, and the one that it was before 2025: the same credentials go to either.
_SOURCES = (PROVIDER_SOURCE, "mrparkers/keycloak")
_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
# What an app of one's own may well make beside a realm; namespaces of the registry, and their providers.
_NAMESPACES = {
    "aliyun": ("alicloud",),
    "cloudflare": ("cloudflare",),
    "cyrilgdn": ("postgresql",),
    "digitalocean": ("digitalocean",),
    "hashicorp": (
        *("aws", "azuread", "azurerm", "google", "google-beta", "hcp", "helm", "kubernetes", "null", "random"),
        *("time", "tls", "vault"),
    ),
    "hetznercloud": ("hcloud",),
    "ibm-cloud": ("ibm",),
    "oracle": ("oci",),
    "scaleway": ("scaleway",),
    "terraform-provider-openstack": ("openstack",),
    "yandex-cloud": ("yandex",),
}
KNOWN = frozenset({KEYCLOAK, "terraform"}.union(*_NAMESPACES.values()))
"""Local names of providers that are known."""


def required_sources(json: Mapping[str, Any]) -> dict[str, str]:
    """Return where a stack's providers come from, by their local names; `hashicorp/<name>` where it does not say.

    Args:
        json: The stack's Terraform JSON.
    """
    return {
        name: _plain((each.get("source") if isinstance(each, dict) else None) or f"hashicorp/{name}")
        for name, each in _required(json)
    }


def required_versions(json: Mapping[str, Any]) -> dict[str, object]:
    """Return which versions a stack takes of its providers, by their local names, as it is written; None for any.

    Args:
        json: The stack's Terraform JSON.
    """
    return {name: each.get("version") if isinstance(each, dict) else each for name, each in _required(json)}


def _required(json: Mapping[str, Any]) -> list[tuple[str, Any]]:
    required = json.get("terraform", {}).get("required_providers", {})
    return [(name, each) for name, each in (required.items() if isinstance(required, dict) else ()) if name != "//"]


def is_keycloak(source: str) -> bool:
    """Tell whether a source is Keycloak's provider, or what it was called before."""
    return source in _SOURCES


def is_maintained(source: str) -> bool:
    """Tell whether a source is Keycloak's provider as it is released today."""
    return source == PROVIDER_SOURCE


def is_known(source: str) -> bool:
    """Tell whether a source is Keycloak's provider, or one of those that stand beside a realm."""
    namespace, _, provider = source.partition("/")
    return (
        is_keycloak(source) or provider in _NAMESPACES.get(namespace, ()) or source == "terraform.io/builtin/terraform"
    )


def keycloak_names(json: Mapping[str, Any]) -> frozenset[str]:
    """Return the local names by which a stack calls Keycloak's provider."""
    return frozenset({KEYCLOAK}) | {name for name, source in required_sources(json).items() if is_keycloak(source)}


def _plain(source: object) -> str:
    text = str(source).lower()
    return next((text.removeprefix(each) for each in _REGISTRIES if text.startswith(each)), text)
