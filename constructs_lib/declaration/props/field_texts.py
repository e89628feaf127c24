"""What the text below each field of a declaration says of it."""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["field_texts"]


@functools.cache
def field_texts(model: type) -> Mapping[str, str]:
    """Return the texts by the names of fields, those of base classes included.

    Args:
        model: A declaration.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if "__annotations__" in vars(base) and base.__module__.partition(".")[0] != "pydantic":
            found |= dict(_texts(base))
    return found


def _texts(model: type) -> Iterator[tuple[str, str]]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for field, text in itertools.pairwise(body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as said)),
            ):
                yield name, inspect.cleandoc(said)
