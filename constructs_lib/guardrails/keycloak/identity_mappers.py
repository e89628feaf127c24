"""What mappers of identity providers write of a person: into the account, or into the session."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import same_realm
from constructs_lib.guardrails.keycloak.mapper_kinds import identity_provider_mapper_kinds
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["IDENTITY_MAPPERS", "Import", "granting_claims", "imports", "names_people", "session_notes", "sync_mode"]

_CUSTOM = "keycloak_custom_identity_provider_mapper"
_IMPORTER = "keycloak_attribute_importer_identity_provider_mapper"
_TEMPLATE = "keycloak_user_template_importer_identity_provider_mapper"
_CONSTANT = "keycloak_hardcoded_attribute_identity_provider_mapper"

IDENTITY_MAPPERS = (_CUSTOM, _IMPORTER, _TEMPLATE, _CONSTANT)
"""Mappers that write more of a person than roles and groups, by resource type."""

# Where the attribute is named that is written, and what it is taken from.
_TARGETS, _SOURCES = (
    ("user.attribute", "userAttribute"),
    ("claim", "attribute.name", "attribute.friendly.name", "attribute.xpath", "jsonField"),
)
_TYPED_SOURCES = ("claim_name", "attribute_name", "attribute_friendly_name")
_OF_CONSTANT, _CLAIMS = "attribute", "claims"
_TO_ROLE = "keycloak_attribute_to_role_identity_provider_mapper"


@dataclass(frozen=True)
class Import:
    """An attribute of an account that a mapper writes.

    Attributes:
        attribute: Its name, as far as it is spelled out.
        sources: Claims or attributes of the identity provider that it may be taken from; None for a constant.
    """

    attribute: str
    sources: tuple[str, ...] | None


def names_people(mapper: Resource) -> bool:
    """Tell whether a mapper makes the name that an account, or its link to the identity provider, is found by."""
    return mapper.type == _TEMPLATE or _is_of_kind(mapper, "-username-idp-mapper")


def imports(mapper: Resource) -> Iterator[Import]:
    """Yield what attributes of an account a mapper writes."""
    if mapper.type == _IMPORTER or _is_of_kind(mapper, "-attribute-idp-mapper", "-attribute-mapper"):
        values = [mapper.value("user_attribute"), *map(mapper.setting, _TARGETS)]
        sources = [*map(mapper.value, _TYPED_SOURCES), *map(mapper.setting, _SOURCES)]
        for attribute in _spelled(values):
            yield Import(attribute, tuple(_spelled(sources)))
    if (mapper.type == _CONSTANT and not mapper.is_true("user_session")) or _is_of_kind(
        mapper, "hardcoded-attribute-idp-mapper"
    ):
        for attribute in _spelled([mapper.value("attribute_name"), mapper.setting(_OF_CONSTANT)]):
            yield Import(attribute, None)


def session_notes(mapper: Resource) -> Iterator[str | None]:
    """Yield the names of what a mapper writes into a person's session; None where it cannot be read."""
    if (mapper.type == _CONSTANT and not mapper.is_false("user_session")) or _is_of_kind(
        mapper, "hardcoded-user-session-attribute-idp-mapper"
    ):
        yield from _spelled([mapper.value("attribute_name"), mapper.setting(_OF_CONSTANT)])
    if _is_of_kind(mapper, "oidc-user-session-note-idp-mapper"):
        yield from _claims(mapper.setting(_CLAIMS))


def granting_claims(mapper: Resource) -> Iterator[str | None]:
    """Yield the claims by which a mapper grants roles or groups; None where it cannot be read."""
    if mapper.type == _TO_ROLE or _is_of_kind(mapper, "oidc-role-idp-mapper", "saml-role-idp-mapper"):
        yield from _spelled([*map(mapper.value, _TYPED_SOURCES), *map(mapper.setting, _SOURCES)])
    if _is_of_kind(mapper, "-advanced-role-idp-mapper", "-advanced-group-idp-mapper"):
        for key in (_CLAIMS, "attributes"):
            yield from _claims(mapper.setting(key))


def sync_mode(configuration: Configuration, mapper: Resource) -> Value:
    """Return how often a mapper writes: its own mode, or that of its identity provider; None where nobody says."""
    own = mapper.setting("syncMode")
    if own not in (None, "", "INHERIT"):
        return own
    alias = mapper.value("identity_provider_alias")
    modes = {
        str(mode): mode
        for each in configuration.resources()
        if each.type.endswith("_identity_provider") and each.value("alias") == alias and same_realm(each, mapper)
        for mode in [each.value("sync_mode")]
    }
    return next(iter(modes.values())) if len(modes) == 1 else None


def _is_of_kind(mapper: Resource, *endings: str) -> bool:
    written = mapper.text("identity_provider_mapper") if mapper.type == _CUSTOM else None
    return any(kind.endswith(endings) for kind in identity_provider_mapper_kinds(written or ""))


def _spelled(values: list[Value]) -> list[str]:
    texts = [each.pattern if isinstance(each, Symbol) else each for each in values]
    return [each for each in texts if isinstance(each, str) and each]


def _claims(value: Value) -> Iterator[str | None]:
    """Yield the keys of Keycloak's maps: `[{"key": …, "value": …}, …]`, as a text; a variable says none yet."""
    if isinstance(value, str):
        try:
            entries = json.loads(value)
        except ValueError:
            yield None
            return
        for entry in entries if isinstance(entries, list) else [None]:
            key = entry.get("key") if isinstance(entry, dict) else None
            yield key if isinstance(key, str) else None
