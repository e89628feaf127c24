"""The list of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.guardrails import rules
from constructs_lib.guardrails.rules import RULES

pytestmark = pytest.mark.unit

FOLDER = Path(rules.__file__).parent
FILES = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*.py") if path.name != "__init__.py")


def test_every_file_is_a_rule_that_is_applied() -> None:
    """A rule's file that is missing in the list would judge nothing."""
    modules = {
        type(rule).__module__.removeprefix("constructs_lib.guardrails.rules.").replace(".", "/") + ".py"
        for rule in RULES
    }

    assert sorted(modules) == [str(path) for path in FILES]
    assert len(RULES) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_rule_has_a_test_file(path: Path) -> None:
    """A rule without a failing and a passing case is not known to work."""
    test = Path(__file__).parent / path.parent / f"test_{path.name}"

    assert test.read_text().count("\ndef test_") >= 2


def test_there_are_enough() -> None:
    """The floor that the project promises."""
    assert len(RULES) >= 30
