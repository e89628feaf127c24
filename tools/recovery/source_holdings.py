"""What an identity provider or a directory holds: whom it lets in is decided by where it points, so that must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.audit.canonical import ANY_VALUE
from tools.audit.facts import Fact, Kind
from tools.audit.live.infrastructure import NO_SETTING_OF_PROVIDER
from tools.audit.live.settings import flat_settings
from tools.recovery.held import Held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import RealmObjects

__all__ = ["directory_holdings", "identity_provider_holdings"]

# What may differ from what is declared: names that people read, and what Keycloak notes itself.
_FREE = frozenset({"displayName", "config.guiOrder"})
_NOTED = frozenset({"lastSync"})


def identity_provider_holdings(
    realm: RealmObjects, planned: Planned, _id: str, declared: DeclaredHoldings
) -> Iterator[Held]:
    """Yield what an identity provider holds.

    Args:
        realm: The realm.
        planned: What its resource declares.
        declared: What may be there.
    """
    alias = planned.text("alias")
    at, owner = f"identity-provider/instances/{quote(alias, safe='')}", f"identity provider {alias}"
    provider = realm.read(at) or {}
    kind = declared.facts.get(Fact(Kind.PROVIDER, "", alias), "")
    if provider.get("providerId") != kind and kind != ANY_VALUE:
        yield Held("another kind of identity provider")
    yield from _settings(flat_settings(provider, NO_SETTING_OF_PROVIDER), owner, declared)
    for mapper in realm.read(f"{at}/mappers") or ():
        is_declared = declared.has(Kind.MAPPER, owner, mapper["name"])
        yield Held(f"mapper '{mapper['name']}'", is_declared=is_declared)


def directory_holdings(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    """Yield what a directory holds; mappers that Keycloak gave it go before an apply.

    Args:
        realm: The realm.
        planned: What its resource declares.
        id: Its id.
        declared: What may be there.
    """
    directory = realm.read(f"components/{quote(id, safe='')}") or {}
    config = {name: ", ".join(value) for name, value in directory.get("config", {}).items()}
    yield from _settings(flat_settings(config, _NOTED), f"directory {planned.text('name')}", declared)


def _settings(found: Iterable[tuple[str, str]], owner: str, declared: DeclaredHoldings) -> Iterator[Held]:
    for setting, value in found:
        wanted = declared.setting(owner, setting)
        if wanted not in (ANY_VALUE, value) and not (wanted and setting in _FREE):
            yield Held(f"the setting {setting}")
