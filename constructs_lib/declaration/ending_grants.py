"""Grants that end: whose they are, where they are declared, and when that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_reasons import declared_path
from constructs_lib.declaration.props.grants import EndingGrantProps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, Grants

__all__ = ["SOON_DAYS", "EndingGrant", "ending_grants"]

SOON_DAYS = 30
"""What ends within so many days is soon."""


@dataclass(frozen=True)
class EndingGrant:
    """A grant that ends.

    Attributes:
        holder: Whose it is: `consumer batch`, `group leads`.
        model: The model, or `*`.
        props: What is granted, until when and why.
        path: Where it is declared, from the declaration's root.
        for_others: It is what a consumer may do on behalf of people.
    """

    holder: str
    model: str
    props: EndingGrantProps
    path: tuple[str | int, ...]
    for_others: bool = False

    @property
    def what(self) -> str:
        """What ends, such as `grant of fraud-detector:predict to consumer batch`."""
        pairs = ", ".join(f"{self.model}:{action}" for action in self.props.actions)
        return f"grant of {pairs} to {self.holder}{', on behalf of people' if self.for_others else ''}"

    def days_left(self, today: dt.date) -> int:
        """Return how many days it holds after a day; below zero it has ended."""
        return (self.props.until - today).days


def ending_grants(declaration: Declaration) -> Iterator[EndingGrant]:
    """Yield the grants that end, those too that have ended.

    Args:
        declaration: What is declared.
    """
    for team, access in declaration.accesses().items():
        for name, consumer in access.consumers.items():
            path = declared_path(team, "consumers", name)
            yield from _ending(f"consumer {name}", (*path, "grants"), consumer.grants)
            if consumer.exchange:
                traded = (*path, "exchange", "models")
                yield from _ending(f"consumer {name}", traded, consumer.exchange.models, for_others=True)
        for name, grants in access.groups.items():
            yield from _ending(f"group {name}", declared_path(team, "groups", name), grants)
        for name, person in access.people.items():
            yield from _ending(f"person {name}", (*declared_path(team, "people", name), "grants"), person.grants)


def _ending(holder: str, path: tuple[str, ...], grants: Grants, *, for_others: bool = False) -> Iterator[EndingGrant]:
    for model, grant in grants.items():
        if isinstance(grant, EndingGrantProps):
            yield EndingGrant(holder, model, grant, (*path, model), for_others)
            continue
        for index, item in enumerate(grant):
            if isinstance(item, EndingGrantProps):
                yield EndingGrant(holder, model, item, (*path, model, index), for_others)
