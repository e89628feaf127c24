"""How a difference is written: within its bounds, with names as text, renames first."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.renames import Rename
from constructs_lib.review.change import Change
from constructs_lib.review.difference import Difference
from tools.access.difference import LONGEST_COMMENT, render_difference
from tools.access.formats import DifferenceFormat

pytestmark = pytest.mark.unit

MEANS = (
    (
        "everybody keeps access; requests that call it by the former name fail, while scopes may be asked for by "
        "either name until renamed_from is removed"
    ),
    "it keeps what it may do, and its client has the new name: by the former one it gets no token",
    "its members and grants stay",
    "they keep what they may do, and log in by the new name",
    "it stays as it is, and its client has the new name: logins by the former one fail",
)


@pytest.mark.parametrize("count", [10, 5_000])
def test_comment_fits(count: int) -> None:
    """Whatever the change, a comment has room for it, and says how much there is beyond."""
    changes = tuple(
        Change("gain", f"consumer ä-{index}", "gains fraud:predict", "a grant of its own") for index in range(count)
    )
    text = render_difference({"prod": Difference(changes)}, "a → b", DifferenceFormat.MARKDOWN, "access diff a b")
    assert len(text.encode()) <= LONGEST_COMMENT
    shown = text.count("- consumer `ä")
    assert text.endswith(f"… and {count - shown} more lines: run `access diff a b`\n") == (count > shown)


def test_comment_takes_names_as_text() -> None:
    """No name of a directory's group becomes markup, a link, or a call to somebody."""
    change = Change("gain", "people of corp:<b>*@ada* [x](y) `#1", "gains a:b", undeclared=True)
    text = render_difference({"prod": Difference((change,))}, "a → b", DifferenceFormat.MARKDOWN, "")
    assert text.splitlines()[-1] == (
        "- people of ``corp:<b>*@ada* [x](y) `#1`` gains a:b"
        " — membership comes from a directory or identity provider; number unknown here"
    )


def test_renames_are_told_first() -> None:
    """In text and in a comment, what is called otherwise stands before what changes."""
    renames = tuple(
        Rename(None, kind, "new", "old") for kind in ("models", "consumers", "groups", "people", "applications")
    )
    found = {"prod": Difference((), renames)}
    told = [
        f"{rename.label} renamed: old → new (declared by renamed_from); {means}"
        for rename, means in zip(renames, MEANS, strict=True)
    ]
    text = render_difference(found, "a → b", DifferenceFormat.TEXT, "")
    assert text.splitlines() == ["prod: 5 renames", *(f"  {line}" for line in told)]
    comment = render_difference(found, "a → b", DifferenceFormat.MARKDOWN, "")
    assert comment.splitlines()[-5:] == [
        f"- {line}".replace("old →", "`old` →")
        .replace("→ new", "→ `new`")
        .replace("renamed_from", "`renamed_from`")
        .replace("the new name", "the `new` name")
        for line in told
    ]
