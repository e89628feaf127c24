"""What a misspelt name may have meant."""

from __future__ import annotations

import random
import time

import pytest

from constructs_lib.declaration.checks.nearest import hint
from tests.support.declarations.declarations import PERSON, declare, faults

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


def test_names_that_look_alike_take_no_minutes() -> None:
    """Hundreds of unknown names among hundreds of long ones with the same letters are told in seconds."""
    draw = random.Random(7)  # noqa: S311 - no secret
    letters = list("ab" + "cdefghijklmnopqrstuvwxyz" * 2 + "0123456789a")
    names = ["".join(["a", *draw.sample(letters, len(letters))]) for _ in range(800)]
    groups = {name: {"fraud": ("predict",)} for name in names[:400]}
    people = {
        f"person-{number}": {**PERSON.model_dump(), "email": f"p{number}@example.com", "groups": [name]}
        for number, name in enumerate(names[400:])
    }
    declaration = declare(groups=groups, people=people)
    started = time.process_time()
    lines = faults(declaration)
    assert time.process_time() - started < 20  # of minutes, not of how busy the machine is
    assert len(lines) == 100
    assert lines[-1] == "realm 'ml-prod': there may be more faults than these: fix these first"
