"""Which providers are known, and by what names a stack calls Keycloak's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KEYCLOAK", "KNOWN", "is_keycloak", "is_known", "keycloak_names", "required_sources"]

KEYCLOAK = "keycloak"
"""What a stack calls Keycloak's provider, and the first word of its resources."""

_SOURCES = ("keycloak/keycloak", "mrparkers/keycloak")
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
    required = json.get("terraform", {}).get("required_providers", {})
    return {
        name: _plain((each.get("source") if isinstance(each, dict) else None) or f"hashicorp/{name}")
        for name, each in (required.items() if isinstance(required, dict) else ())
        if name != "//"
    }


def is_keycloak(source: str) -> bool:
    """Tell whether a source is Keycloak's provider."""
    return source in _SOURCES


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
