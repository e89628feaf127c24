"""`python -m tools access report`, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.access.report.command import write_report
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_unknown_names_are_answered_at_once(tmp_path: Path) -> None:
    """An environment, a folder or a revision that is not there is one line, before anything is judged or written."""
    with pytest.raises(ToolError, match=r"no environment 'demmo': did you mean 'demo'\?") as environment:
        write_report("demmo", tmp_path / "page.html", {})
    with pytest.raises(ToolError, match=r"there is no folder .*gone: make it first") as folder:
        write_report("demo", tmp_path / "gone" / "page.html", {})
    with pytest.raises(ToolError, match="'no-such-revision' is no git revision") as revision:
        write_report("demo", tmp_path / "page.html", {}, since="no-such-revision")
    assert [fault.value.exit_code for fault in (environment, folder, revision)] == [2, 2, 2]
    assert list(tmp_path.iterdir()) == []
