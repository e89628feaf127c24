"""Patterns of things in a realm, whose names others choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.audit.thing_pattern import exactly, means

pytestmark = pytest.mark.unit

NAMES = st.text(st.sampled_from("ab* \\:/"), max_size=12)


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("client portal-*", "client portal-a", True),
        ("client portal-*", "client portal-*", True),
        ("client portal-*", "client other", False),
        (r"role \* of person ada", "role * of person ada", True),
        (r"role \* of person ada", "role model-api/fraud:manage of person ada", False),
        (r"role \*-* of person ada", "role *-x of person ada", True),
        (r"role \*-* of person ada", "role y-x of person ada", False),
    ],
)
def test_a_star_stands_for_any_text_or_for_itself(pattern: str, name: str, *, meant: bool) -> None:
    """With a backslash before it, a star is one."""
    assert means(pattern, name) is meant


@given(NAMES, NAMES)
def test_what_is_meant_exactly_is_nothing_else(name: str, other: str) -> None:
    """However a thing is called, its own pattern means it, and no other thing."""
    assert means(exactly(name), name)
    assert means(exactly(name), other) is (name == other)
