"""Change one mapping of a YAML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tools.rotation.yaml_edit import flow_list, replace_text, with_change

if TYPE_CHECKING:
    from pathlib import Path

    from ruamel.yaml.comments import CommentedMap

pytestmark = pytest.mark.unit

FILES = sorted((ROOT / "environments").rglob("*.yaml"))


def nothing(mapping: CommentedMap) -> None:
    """Change nothing."""
    assert mapping is not None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_of_the_project_keeps_its_form(file: Path) -> None:
    """Where nothing changes, the text is the very same: comments, quotes and indentation."""
    text = file.read_text(encoding="utf-8")
    assert with_change(text, (), nothing) == text


@pytest.mark.parametrize(
    "text",
    [
        "a:\n    b:   # four spaces\n        - x\n        - y\n    c: 1\n",
        "# head\na:\n  b:\n  - x\n  c: 'quoted'\n",
        "a:\n  b:\n    - x\n  c: |\n    two\n    lines\n# tail\n",
        'a: {b: [x, y], c: "y"}\n',
    ],
)
def test_every_regular_indentation_is_kept(text: str) -> None:
    """People indent in several ways; theirs stays."""
    assert with_change(text, ("a",), nothing) == text


def test_irregular_file_keeps_its_comments_and_values() -> None:
    """A file that no single indentation describes may be laid out anew; nothing of it is lost."""
    text = "a:  # one\n    b:\n      - x\nc:\n  d:\n      - y  # two\n"
    changed = with_change(text, ("a",), lambda mapping: mapping.insert(0, "e", flow_list(["z"])))
    assert [part for part in ("# one", "# two", "e: [z]", "- x", "- y") if part not in changed] == []


def test_long_line_stays_one_line() -> None:
    """A key set is one long line, and stays it."""
    text = f"a:\n  b: '{'x ' * 500}'\n"
    assert with_change(text, ("a",), nothing) == text


def test_file_is_replaced_as_a_whole_with_its_mode(tmp_path: Path) -> None:
    """The new text takes the place of the old one; the mode stays, and nothing is left beside it."""
    file = tmp_path / "a.yaml"
    file.write_text("old\n")
    file.chmod(0o640)
    replace_text(file, "new\n")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new\n", 0o640)
    assert list(tmp_path.iterdir()) == [file]
