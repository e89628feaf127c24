"""Whether somebody holds the access role of an API, which opens every model of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from constructs_lib.declaration.props.values import ApiName, Flag

__all__ = ["EveryModel"]


def _kind(value: object) -> str:
    return "list" if isinstance(value, list | tuple) else "flag"


EveryModel = Annotated[
    Annotated[Flag, Tag("flag")] | Annotated[tuple[ApiName, ...], Tag("list"), Field(min_length=1)],
    Discriminator(_kind),
]
"""`true` where there is one API; of several, the names of those."""
