"""Directories and identity providers that a deployment would change after all: they are left alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.adopt.source_keys import RESOURCES, SOURCES, is_of_source
from tools.audit.facts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.adopt.differences import Difference as PlannedDifference
    from tools.audit.comparison import Difference
    from tools.audit.live.snapshot import Entry
    from tools.runner.plan import Change, StackPlan

__all__ = ["ChangedSource", "Look", "changed_sources"]


@dataclass(frozen=True)
class Look:
    """What a plan, and a comparison with the realm, say of a draft.

    Attributes:
        document: What the draft declares.
        plan: What a deployment would do.
        changed: Arguments that it would change.
        found: Where the realm is not what is declared.
        directories: Directories of the realm.
    """

    document: Mapping[str, Any]
    plan: StackPlan = field(repr=False)
    changed: Sequence[PlannedDifference]
    found: Sequence[Difference]
    directories: Sequence[Entry] = field(repr=False)


@dataclass(frozen=True)
class ChangedSource:
    """One of them.

    Attributes:
        key: `identity_providers` or `federation`.
        name: Its name.
        why: Why it is left alone.
    """

    key: str
    name: str
    why: str


def changed_sources(look: Look) -> Iterator[ChangedSource]:
    """Yield each that would not be as it was: it would get a mapper, or a setting that no key and no argument keeps.

    Args:
        look: What is known of the draft.
    """
    for key, word in SOURCES.items():
        for name in look.document.get(key, {}):
            if why := next(_reasons(look, key, f"{word} {name}", name), ""):
                yield ChangedSource(key, name, why)


def _reasons(look: Look, key: str, owner: str, name: str) -> Iterator[str]:
    ids = {str(each["id"]) for each in look.directories if each["name"] == name}
    for change in look.plan.objects:
        if change.adds and _is_of(change, key, name, ids):
            yield f"its declaration adds the mapper '{(change.after or {}).get('name')}'"
    for each in look.changed:
        if is_of_source(each.type, each.name, key, name):
            yield f"its declaration would change {each.argument}"
    for difference in look.found:
        if difference.live and difference.fact.kind is Kind.SETTING and difference.fact.owner == owner:
            yield f"neither a key nor the provider sets its {difference.fact.name}"


def _is_of(change: Change, key: str, name: str, ids: set[str]) -> bool:
    if RESOURCES[key] not in change.type:
        return False
    after = change.after or {}
    named = (after.get("alias"), after.get("identity_provider_alias"), after.get("name"))
    return after.get("ldap_user_federation_id") in ids or name in named
