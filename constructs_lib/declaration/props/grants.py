"""Who may do what with which model, as it is declared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Discriminator, Field, Tag, field_validator

from constructs_lib.declaration.props.answered_for import Day, ReasonText
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.values import ActionName, GrantedModel
from constructs_lib.declaration.this_day import this_day

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EVERY_MODEL", "NO_END", "EndingGrantProps", "Grant", "GrantedAction", "Grants", "granted_actions"]

EVERY_MODEL = "*"
"""Stands for every model in grants."""

NO_END = dt.date.max
"""The last day of what has no end."""

_LONGEST = dt.timedelta(days=5 * 366)


class EndingGrantProps(Props):
    """A grant that ends by itself."""

    actions: tuple[ActionName, ...] = Field(min_length=1)
    """What is granted."""
    until: Day
    """Last day on which it holds, in UTC, such as `2027-01-31`, within five years. The next deployment after it takes
    the grant away. Each synth says so from 30 days before."""
    reason: ReasonText
    """Why it is granted for a time, in at least three words."""

    @field_validator("until")
    @classmethod
    def _ends_in_sight(cls, value: dt.date) -> dt.date:
        latest = this_day() + _LONGEST
        if value > latest:
            raise ValueError(
                f"a grant for a time ends within five years: write {latest} or earlier, or the actions alone, "
                f"got {value}"
            )
        return value


def _is_ending(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value.keys() & EndingGrantProps.model_fields.keys())
    return isinstance(value, EndingGrantProps)


def _kind(value: object) -> str:
    return "ending" if _is_ending(value) else "actions"


def _kind_of_item(value: object) -> str:
    return "ending" if isinstance(value, dict | EndingGrantProps) else "action"


_Item = Annotated[
    Annotated[ActionName, Tag("action")] | Annotated[EndingGrantProps, Tag("ending")], Discriminator(_kind_of_item)
]
Grant = Annotated[
    Annotated[tuple[_Item, ...], Tag("actions")] | Annotated[EndingGrantProps, Tag("ending")], Discriminator(_kind)
]
"""The granted actions; those that are granted for a time are a mapping, alone or beside others."""

Grants = dict[GrantedModel, Grant]
"""From a model's name, or `*` for every model, to the granted actions."""


@dataclass(frozen=True)
class GrantedAction:
    """One action of a grant.

    Attributes:
        action: Its name.
        until: The last day on which it is granted.
        path: Keys that lead to it from the grant.
    """

    action: str
    until: dt.date = NO_END
    path: tuple[str | int, ...] = ()


def granted_actions(grant: tuple[str | EndingGrantProps, ...] | EndingGrantProps) -> Iterator[GrantedAction]:
    """Yield what a grant gives, those actions too that have ended.

    Args:
        grant: Of one model.
    """
    if isinstance(grant, EndingGrantProps):
        yield from _ending(grant, ())
        return
    for index, item in enumerate(grant):
        if isinstance(item, EndingGrantProps):
            yield from _ending(item, (index,))
        else:
            yield GrantedAction(item, path=(index,))


def _ending(grant: EndingGrantProps, path: tuple[int, ...]) -> Iterator[GrantedAction]:
    for index, action in enumerate(grant.actions):
        yield GrantedAction(action, grant.until, (*path, "actions", index))
