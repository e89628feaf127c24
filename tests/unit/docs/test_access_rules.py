"""What the page about access rules shows is what the reader of environment files says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.unit.docs.pages import PAGES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

(PAGE,) = (page for page in PAGES if page.path.name == "access-rules.md")


def test_refusal(tmp_path: Path) -> None:
    """The change that the page shows is refused with the lines that it shows."""
    (text,), (change,), (refusal,) = (PAGE.code(language) for language in ("yaml", "diff", "text"))
    old, new = (line[1:] for line in change.splitlines())
    assert text.count(f"{old}\n") == 1
    folder = tmp_path / "environments"
    folder.mkdir()
    (folder / "loans.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as fault:
        EnvironmentFiles(folder).load("loans")
    assert str(fault.value).splitlines() == refusal.splitlines()
