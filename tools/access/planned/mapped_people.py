"""Whom mappers of directories and identity providers are about, as the constructs write it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.token_settings import GROUPS_CLAIM

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["claims_of", "groups_of_filter", "is_claim_mapper", "names_groups"]

_GROUPS = "oidc-group-membership-mapper"
_CLAIM_MAPPER = "-advanced-group-idp-mapper"
_FILTER = re.compile(r"\(\|((?:\([^=()]+=(?:[^()\\]|\\[0-9a-fA-F]{2})*\))+)\)")
_FILTER_PART = re.compile(r"\([^=()]+=((?:[^()\\]|\\[0-9a-fA-F]{2})*)\)")
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{2})")


def groups_of_filter(text: str) -> tuple[str, ...]:
    """Return the names of groups that a filter finds; what is no such list is told as a whole."""
    if not _FILTER.fullmatch(text):
        return (text,)
    return tuple(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), part) for part in _FILTER_PART.findall(text))


def is_claim_mapper(values: Mapping[str, Any]) -> bool:
    """Whether a mapper of an identity provider puts people into a group by their claims, or attributes."""
    return str(values.get("identity_provider_mapper")).endswith(_CLAIM_MAPPER)


def claims_of(settings: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """Return the claims, or attributes, that a mapper asks for, each with its value; None where they cannot be read."""
    try:
        listed = json.loads(str(settings.get("claims") or settings.get("attributes")))
        return [(str(each["key"]), str(each["value"])) for each in listed]
    except (ValueError, TypeError, KeyError):
        return None


def names_groups(values: Mapping[str, Any]) -> bool:
    """Tell whether a mapper, by its arguments, writes the names of people's groups.

    Settings that the apply alone knows, such as those with the id of a new account, are taken by the mapper's kind.
    """
    config = values.get("config")
    if config is not None and not isinstance(config, dict):
        return values.get("protocol_mapper") == _GROUPS
    return ((config or {}).get("claim.name") or values.get("claim_name")) == GROUPS_CLAIM
