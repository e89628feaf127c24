"""Flags and numbers of environment files are what YAML says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import Props
from stacks.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit


def kinds(of: type[Props]) -> Iterator[type[Props]]:
    """Yield the mappings of environment files: tests may have made others in this process."""
    for kind in of.__subclasses__():
        if kind.__module__.startswith(("constructs_lib.", "stacks.")):
            yield kind
            yield from kinds(kind)


def test_no_text_passes_for_a_flag_or_a_number() -> None:
    """`start: "no"` would be false in one place and an error in all others."""
    assert issubclass(Environment, Props)
    lax = [
        f"{kind.__name__}.{name}"
        for kind in set(kinds(Props))
        for name, field in kind.model_fields.items()
        if field.annotation in {bool, int} and not any(getattr(each, "strict", None) for each in field.metadata)
    ]
    assert sorted(lax) == []
