"""What a misspelt name may have meant."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.checks.nearest import hint

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("x", [], "none is declared"),
        ("frud", ["churn", "fraud"], "did you mean 'fraud'?"),
        ("zzz", ["b", "a"], "there are: a, b"),
        ("zzz", list("fedcba"), "there are: a, b, c, d, e, …"),
    ],
)
def test_hint_is_the_nearest_name_or_what_there_is(name: str, known: list[str], expected: str) -> None:
    """One name where one is near; otherwise at most five, in order."""
    assert hint(name, known) == expected
