"""The expression syntax that is read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.guardrails.terraform.syntax import (
    Call,
    Comprehension,
    Index,
    Literal,
    Name,
    Object,
    Tuple,
    UnreadExpressionError,
    parse,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text", ["", "local.", 'a["b"', "a ? b : c", "[for k, v in x : k]", '"${nested}"', "f(", "1 +", "a b", "{a = }"]
)
def test_what_is_not_read_is_said_so(text: str) -> None:
    """Syntax beyond the part that is read, and broken syntax, raise one known error."""
    with pytest.raises(UnreadExpressionError):
        parse(text)


@given(st.text(alphabet='ab.[]{}(),:="\\ 1?*$', max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """No text breaks the parser."""
    with contextlib.suppress(UnreadExpressionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", Literal(None)),
        ("1.5", Literal(1.5)),
        (r'"say \"yes\""', Literal('say "yes"')),
        ("local.x", Index(Name("local"), Literal("x"))),
        ('a["b"].c', Index(Index(Name("a"), Literal("b")), Literal("c"))),
        ("data.x-y.z", Index(Index(Name("data"), Literal("x-y")), Literal("z"))),
        ("try(a, null)", Call("try", (Name("a"), Literal(None)))),
        ('{"a" = 1, b : true}', Object(((Literal("a"), Literal(1)), (Literal("b"), Literal(True))))),  # noqa: FBT003 - a constant
        ("[1, a]", Tuple((Literal(1), Name("a")))),
        ("[for n in a : n]", Comprehension("n", Name("a"), Name("n"))),
    ],
)
def test_expressions_are_read(text: str, expected: object) -> None:
    """Each construct of the part that is read."""
    assert parse(text) == expected
