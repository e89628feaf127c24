"""A comment that has no room for everything keeps what weighs."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.renames import Rename
from constructs_lib.review.change import Cause, Change
from constructs_lib.review.difference import Difference
from tools.access.difference import LONGEST_COMMENT, render_difference
from tools.access.formats import DifferenceFormat

pytestmark = pytest.mark.unit

MANY = 1_500
MANAGE = Change("gain", "consumer zz", "gains fraud:manage", weighty=True, pairs=("fraud:manage",))
STAR = Change("risk", "consumer zy", "keeps a:b, now by *", weighty=True, pairs=("a:b",), wide=True)
FLOODS = {
    "first accesses": [Change("gain", f"consumer a{n}", "gains fraud:predict", weighty=True) for n in range(MANY)],
    "settings": [Change("risk", f"consumer a{n}", "new key", weighty=True, is_setting=True) for n in range(MANY)],
    "new ways in": [Change("risk", f"application a{n}", "is new", weighty=True) for n in range(MANY)],
    "light ones": [Change("gain", f"consumer a{n}", "gains a:b", pairs=("a:b",)) for n in range(MANY)],
    "one cause": [
        Change("gain", f"person a{n}", "gains a:b", weighty=not n, wide=not n, cause=Cause(("groups", "g"), "group g"))
        for n in range(MANY)
    ],
}


def comment(**found: Difference) -> str:
    """Return a comment about environments."""
    text = render_difference(
        found, "a → b", DifferenceFormat.MARKDOWN, "access diff a b", dict.fromkeys(found, lambda _: "")
    )
    assert len(text.encode()) <= LONGEST_COMMENT
    return text


@pytest.mark.parametrize("flood", FLOODS)
def test_flood_hides_no_grant_that_weighs_more(flood: str) -> None:
    """Whatever else changes, and whatever it is called, `manage` and `*` are told before it."""
    lines = comment(prod=Difference.ordered([*FLOODS[flood], MANAGE, STAR])).splitlines()
    told = [next(n for n, line in enumerate(lines) if subject in line) for subject in ("zy", "zz")]
    assert told == sorted(told)
    items = [line for line in lines if line.startswith("- **!**")]
    assert "zz" in "".join(items[:3])


def test_flood_of_one_environment_hides_nothing_of_another() -> None:
    """Each environment's weightiest lines are in the comment, and so are they beside a flood of renames."""
    renames = [Rename(None, "consumers", f"b{n}", f"a{n}") for n in range(MANY)]
    text = comment(
        dev=Difference.ordered(FLOODS["first accesses"], renames), prod=Difference.ordered([MANAGE], renames)
    )
    assert "zz" in text


def test_cut_says_what_is_left_out() -> None:
    """The last line counts what weighs and what does not; together with what is told it is everything."""
    changes = [*FLOODS["first accesses"], *FLOODS["light ones"]]
    text = comment(prod=Difference.ordered(changes))
    told = sum(line.startswith("- **!** ") for line in text.splitlines())
    assert told > 0
    assert text.endswith(
        f"… and {2 * MANY - told} more lines ({MANY - told} with **!**, {MANY} without): run `access diff a b`\n"
    )


def test_line_is_kept_with_its_cause() -> None:
    """What weighs is below what it follows from, though the other lines below that are left out."""
    cause = Cause(("groups", "g"), "group g: grants are now wider")
    few = [Change("gain", f"person a{n}", "gains a:b", cause=cause) for n in range(MANY)]
    text = comment(prod=Difference.ordered([*few, Change("gain", "person zz", "gains c:d", weighty=True, cause=cause)]))
    assert "- group g: grants are now wider\n  - **!** person zz gains c:d\n" in text.replace("`", "")
