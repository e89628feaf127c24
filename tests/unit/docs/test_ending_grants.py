"""What the page about grants shows of those that end is what the product says."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.review.explanation import explain
from constructs_lib.review.questions import AccessReview
from stacks.ending_lines import ending_lines
from stacks.environment_files import EnvironmentFiles
from stacks.yaml_document import read_yaml
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import PAGES, unnumbered
from tools.access.reading import ReadEnvironment
from tools.access.why import render_explanation

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

(PAGE,) = (page for page in PAGES if page.path.name == "declare-access.md")
(CHANGE,) = (block for block in PAGE.code("yaml") if "until:" in block)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's environments, changed as the page shows."""
    folder = shutil.copytree(ROOT / "environments", tmp_path / "environments")
    (tmp_path / "change.yaml").write_text(CHANGE, encoding="utf-8")
    demo = folder / "demo.yaml"
    change = read_yaml(tmp_path / "change.yaml", shown_as=demo)
    YAML().dump(read_yaml(demo, shown_as=demo).overlay(change).data, demo)
    return folder


def test_what_a_synth_says(folder: Path) -> None:
    """A line before the end, and another one after it."""
    (shown,) = (block for block in PAGE.code("text") if block.startswith("warning: "))
    said = []
    for day in (dt.date(2027, 1, 4), dt.date(2027, 2, 1)):
        files = EnvironmentFiles(folder, today=day, features=ProviderFeatures())
        said += [f"warning: {line}" for line in ending_lines("demo", files.check("demo"), files.places("demo"))]
    assert unnumbered("\n".join(said)).splitlines() == unnumbered(shown).splitlines()


def test_what_why_says_afterwards(folder: Path) -> None:
    """That it was granted, until when, and what would grant it again."""
    (shown,) = (block for block in PAGE.code("text") if block.startswith("no: "))
    files = EnvironmentFiles(folder, features=ProviderFeatures())
    read = ReadEnvironment("demo", files.load("demo"), files)
    review = AccessReview(read.environment, dt.date(2027, 2, 1))
    found = explain(review, review.principal("ada"), review.pair("recommender:manage"))
    assert unnumbered(render_explanation(read, found)).splitlines() == unnumbered(shown).splitlines()
