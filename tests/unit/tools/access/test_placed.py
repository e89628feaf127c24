"""A difference tells the line of what caused each change, and groups what has one cause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from ruamel.yaml import YAML
from typer.testing import CliRunner

from tests.support.declarations.prepared_changes import BASE, CHANGES
from tools.access.commands import app
from tools.access.text_table import code_span

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

pytestmark = pytest.mark.unit

_YAML = YAML()


def told(folder: Path, name: str, *options: str) -> tuple[list[str], list[str]]:
    """Write a prepared change as files; return the lines of the difference, and those of the file after it."""
    (change,) = (each for each in CHANGES if each.name == name)
    files = {side: folder / side / "environments" / "prod.yaml" for side in ("old", "new")}
    for side, data in (("old", BASE), ("new", change.of(BASE))):
        write(files[side], data)
    arguments = ["diff", str(folder / "old"), str(folder / "new"), *options]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    output = result.output.replace(f"{folder}/", "")
    return output.splitlines(), files["new" if "old/" not in output else "old"].read_text(encoding="utf-8").splitlines()


def write(file: Path, data: dict[str, Any]) -> None:
    """Write an environment."""
    file.parent.mkdir(parents=True)
    _YAML.dump(json.loads(json.dumps(data)), file)


def line_of(lines: list[str], text: str, after: str = "") -> int:
    """Return the number of the line that is a text, after another one."""
    start = lines.index(after) if after else 0
    return lines.index(text, start) + 1


def test_consequences_are_below_their_cause(tmp_path: Path) -> None:
    """A `*` in a group is told once, with its line; whom it reaches is below it."""
    lines, file = told(tmp_path, "star-in-a-group")
    place = f"new/environments/prod.yaml:{line_of(file, '  analysts:', 'groups:')}"
    assert lines[:2] == [
        "prod: 3 principals gain, 4 riskier changes",
        f"  group analysts: grants are now *:predict (were: fraud-detector:predict) [{place}]",
    ]
    assert all(line.startswith("!   ") for line in lines[2:])
    assert len(lines) == 9


def test_what_is_removed_is_found_where_it_was(tmp_path: Path) -> None:
    """A consumer that is removed has its line in the files before."""
    lines, file = told(tmp_path, "removed-consumer", "--format", "markdown")
    place = f"old/environments/prod.yaml:{line_of(file, '  batch:')}"
    assert lines[-1] == (
        "- consumer `batch` is removed; it could call `churn-model:predict`, `credit-scorer:predict` "
        f"(was: a grant of its own); an outage if it still calls them (`{place}`)"
    )


def test_settings_and_renames(tmp_path: Path) -> None:
    """A key that the files spell otherwise than the declaration, and a former name, have their lines."""
    lines, file = told(tmp_path / "one", "opened-exchange", "--format", "markdown")
    assert f"(`new/environments/prod.yaml:{line_of(file, '      from:')}`)" in lines[-2]
    assert lines[-2].startswith(
        "- **!** consumer `assistant`: may exchange the tokens of people logged in to `notebook`,"
    )
    lines, file = told(tmp_path / "two", "renamed-model", "--format", "markdown")
    assert "| prod | 0 | 0 | 0 | 1 | 0 | 0 |" in lines
    assert lines[-1].endswith(f"(`new/environments/prod.yaml:{line_of(file, '    renamed_from: fraud-detector')}`)")


@pytest.mark.parametrize("name", ["a", "`", "``a`", "a`b``c", " a ", "<b>*@ada* [x](y) |", "\\`", "a\\"])
def test_any_name_is_code(name: str) -> None:
    """Whatever a name holds, it is shown as it is, and what follows it is no part of it."""
    (inline,) = (token for token in MarkdownIt().parse(f"x {code_span(name)} y") if token.type == "inline")
    assert [(each.type, each.content) for each in inline.children or ()] == [
        ("text", "x "),
        ("code_inline", name),
        ("text", " y"),
    ]
