"""KC-PROVIDER."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["Providers"]

_KEYCLOAK = "keycloak"
_SOURCES = ("keycloak/keycloak", "mrparkers/keycloak")
_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
# By the first word of their resources: what an app of one's own may well make beside a realm.
_KNOWN = frozenset(
    [
        "alicloud",
        "aws",
        "azuread",
        "azurerm",
        "cloudflare",
        "digitalocean",
        "google",
        "hcloud",
        "hcp",
        "helm",
        "ibm",
        "keycloak",
        "kubernetes",
        "null",
        "oci",
        "openstack",
        "postgresql",
        "random",
        "scaleway",
        "terraform",
        "time",
        "tls",
        "vault",
        "yandex",
    ]
)
_PROGRAMS = frozenset({"command", "exec", "external", "script", "scripts", "shell"})


class Providers(Rule):
    """An apply runs the code of providers that are known."""

    id = "KC-PROVIDER"
    info = "a provider that is not known, or runs programs"
    why = "A provider is a program with the credentials of whoever plans: one of another name does whatever it likes."
    source = "ASVS 5.0 V15.2.4, Terraform language 'Provider Requirements'"
    remedy = "use keycloak/keycloak for the realm, and the provider of the cloud for what stands beside it"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to another Keycloak provider and to programs; warn of providers that are not known."""
        for stack in configuration.stacks:
            required = stack.json.get("terraform", {}).get("required_providers", {}).get(_KEYCLOAK)
            source = required.get("source") if isinstance(required, dict) else None
            if required is not None and _plain(source) not in _SOURCES:
                yield Violation(stack.subject, f"its provider 'keycloak' comes from '{source or 'hashicorp/keycloak'}'")
            for kind, by_name in stack.json.get("resource", {}).items():
                for name, body in by_name.items():
                    for fault, level in _faults(kind, body):
                        yield Violation(stack.block(kind, name, body), fault, level)


def _faults(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, Level | None]]:
    words = kind.split("_")
    chosen = str(body.get("provider", words[0])).removeprefix("${").partition(".")[0].rstrip("}")
    if words[0] == _KEYCLOAK and chosen != _KEYCLOAK:
        yield f"it is made by the provider '{chosen}'", None
    if words[0] not in _KNOWN:
        runs = not _PROGRAMS.isdisjoint(words)
        yield ("it runs a program", None) if runs else (f"its provider '{words[0]}' is not known", Level.WARNING)


def _plain(source: object) -> str:
    text = str(source).lower()
    return next((text.removeprefix(each) for each in _REGISTRIES if text.startswith(each)), text)
