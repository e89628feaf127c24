"""Facts of what our constructs never make and somebody may declare beside them: texts, organizations, permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.canonical import ANY_VALUE
from tools.audit.declared.arguments import without_nulls
from tools.audit.declared.names import DeclaredNames
from tools.audit.facts import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["DeclaredParts"]

_AUTHORIZATION = "keycloak_openid_client_authorization_"
_AUTHORIZATION_KINDS = {"resource": "resource", "scope": "scope", "permission": "permission"}


class DeclaredParts:
    """Reads such resources, by their names: what they hold is whatever the resource says.

    Args:
        configuration: The stacks of an environment.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._names = DeclaredNames(configuration)
        self.whole: set[tuple[Kind, str]] = set()
        self._by_type: dict[str, Callable[[Resource], Iterator[tuple[Fact, str]]]] = {
            "keycloak_realm_localization": self._texts,
            "keycloak_realm_user_profile": self._profile,
            "keycloak_organization": lambda each: _named(Kind.ORGANIZATION, each),
            "keycloak_workflow": lambda each: _named(Kind.WORKFLOW, each),
            "keycloak_generic_client_authorization_policy": self._authorization,
        }

    def of(self, resource: Resource) -> Iterator[tuple[Fact, str]]:
        """Yield the facts of one resource, each with its value."""
        if resource.type in self._by_type:
            yield from self._by_type[resource.type](resource)
        elif resource.type.startswith(_AUTHORIZATION):
            yield from self._authorization(resource)

    def _texts(self, texts: Resource) -> Iterator[tuple[Fact, str]]:
        found, locale = without_nulls(texts.value("texts")), texts.text("locale") or "?"
        for key, value in found.items() if isinstance(found, dict) else ():
            yield Fact(Kind.TEXT, f"locale {locale}", str(key)), value if isinstance(value, str) else ANY_VALUE

    def _profile(self, profile: Resource) -> Iterator[tuple[Fact, str]]:
        self.whole.add((Kind.PROFILE, ""))
        yield Fact(Kind.SETTING, "realm", "userProfile.unmanagedAttributePolicy"), ANY_VALUE
        for kind in ("attribute", "group"):
            blocks = profile.value(kind)
            for block in blocks if isinstance(blocks, list) else [blocks]:
                if isinstance(block, dict):
                    yield Fact(Kind.PROFILE, "", f"{kind} {block.get('name')}"), ANY_VALUE

    def _authorization(self, part: Resource) -> Iterator[tuple[Fact, str]]:
        kind = _AUTHORIZATION_KINDS.get(part.type.removeprefix(_AUTHORIZATION), "policy")
        for client in self._names.clients(part.value("resource_server_id")):
            yield Fact(Kind.AUTHORIZATION, f"client {client}", f"{kind} {part.text('name') or '?'}"), ANY_VALUE


def _named(kind: Kind, resource: Resource) -> Iterator[tuple[Fact, str]]:
    yield Fact(kind, "", resource.text("name") or "?"), ANY_VALUE
