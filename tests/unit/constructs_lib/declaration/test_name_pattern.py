"""Names with `*`."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.declaration.name_pattern import matches, matches_any

pytestmark = pytest.mark.unit

TEXTS = st.text(alphabet="ab", max_size=8)


@given(st.text(alphabet="ab*", max_size=8), TEXTS)
def test_star_stands_for_any_text(pattern: str, name: str) -> None:
    """A pattern means what the regular expression does that has `.*` in the place of each `*`."""
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert matches(pattern, name) == bool(re.fullmatch(expression, name))


def test_other_characters_are_themselves() -> None:
    """No dot, bracket or question mark is special, a line's end is a character, and many `*` take no time."""
    assert [matches(pattern, "a.b\n") for pattern in ("a.b\n", "a*", "a?b\n", "[a].b\n", "*b")] == [
        *(True, True),
        *(False, False, False),
    ]
    assert not matches("*a" * 100 + "b", "a" * 250)
    assert matches_any(("x", "a*"), ("b", "ab"))
    assert not matches_any(("x*",), ())
