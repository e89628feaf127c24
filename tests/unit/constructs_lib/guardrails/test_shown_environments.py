"""Whoever deploys the environment that a page shows is stopped by no guardrail that the page does not speak of."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from stacks.app import review_app
from stacks.environment_files import EnvironmentFiles
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import PAGES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.unit, pytest.mark.slow]

_TITLE = re.compile(r"# environments/([\w-]+)\.yaml\n")

# Pages whose text says of each of these what to do about it.
SPOKEN_OF = {
    "access-rules": {"KC-LOCAL-USER"},
    "adopt": {"KC-FLOW-BINDING", "KC-FULL-SCOPE", "KC-PASSWORD-POLICY", "KC-REFRESH-ROTATION"},
    "join-a-realm": {"KC-LOCAL-STATE"},
}
WHOLE = [
    pytest.param(page.path.stem, title[1], block, id=page.name)
    for page in PAGES
    for block in page.code("yaml")
    if (title := _TITLE.match(block))
]


@pytest.mark.parametrize(("page", "name", "block"), WHOLE)
def test_environment_is_not_stopped(page: str, name: str, block: str, tmp_path: Path) -> None:
    """A block that is all of a file synthesizes as it is."""
    folder = shutil.copytree(ROOT / "environments", tmp_path / "environments")
    (folder / f"{name}.yaml").write_text(block, encoding="utf-8")
    (review,) = review_app({name: EnvironmentFiles(folder).load_all()[name]})
    assert {finding.rule.id for finding in review.findings if finding.stops} == SPOKEN_OF.get(page, set())
