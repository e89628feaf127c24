"""The realm's and the API's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.walk import pools
from tests.support.walk.moves.access import set_key

if TYPE_CHECKING:
    from tests.support.walk.choices import Choices
    from tests.support.walk.document import Document

__all__ = ["MOVES"]

_RENAMED = "-2"
_API_NAMES = ("model-api", "serving")


def change_realm(choices: Choices, document: Document) -> str | None:
    """Change one setting of the realm."""
    return f"realm: {set_key(choices, document.tree['realm'], pools.REALM_KEYS)}"


def change_api(choices: Choices, document: Document) -> str | None:
    """Change one setting of the API."""
    return f"api: {set_key(choices, document.tree['api'], pools.API_KEYS)}"


def rename_api(choices: Choices, document: Document) -> str | None:
    """Give the API's client another name: with it go all roles."""
    if not choices.sometimes(3):
        return None
    api = document.tree["api"]
    api["client_id"] = choices.one([name for name in _API_NAMES if name != api["client_id"]])
    return f"api: client_id {api['client_id']}"


def rename_realm(choices: Choices, document: Document) -> str | None:
    """Give the realm another name: with it go all accounts."""
    if not choices.sometimes(4):
        return None
    realm = document.tree["realm"]
    name: str = realm["name"]
    realm["name"] = name.removesuffix(_RENAMED) if name.endswith(_RENAMED) else f"{name}{_RENAMED}"
    return f"realm: name {realm['name']}"


MOVES = (change_realm, change_realm, change_api, rename_api, rename_realm)
