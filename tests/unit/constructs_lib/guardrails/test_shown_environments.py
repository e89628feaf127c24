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

# Pages, and which of their environments, whose text says of each of these what to do about it.
SPOKEN_OF = {
    ("access-rules", 1): {"KC-LOCAL-USER"},
    ("adopt", 1): {"KC-FLOW-BINDING", "KC-FULL-SCOPE", "KC-PASSWORD-POLICY", "KC-REFRESH-ROTATION"},
    ("join-a-realm", 1): {"KC-LOCAL-STATE"},
}
WHOLE = [
    pytest.param((page.path.stem, number), title[1], block, id=page.name)
    for page in PAGES
    for number, block in enumerate(filter(_TITLE.match, page.code("yaml")), start=1)
    if (title := _TITLE.match(block))
]


@pytest.mark.parametrize(("shown", "name", "block"), WHOLE)
def test_environment_is_not_stopped(shown: tuple[str, int], name: str, block: str, tmp_path: Path) -> None:
    """A block that is all of a file synthesizes as it is."""
    folder = shutil.copytree(ROOT / "environments", tmp_path / "environments")
    (folder / f"{name}.yaml").write_text(block, encoding="utf-8")
    (review,) = review_app({name: EnvironmentFiles(folder).load_all()[name]})
    assert {finding.rule.id for finding in review.findings if finding.stops} == SPOKEN_OF.get(shown, set())
