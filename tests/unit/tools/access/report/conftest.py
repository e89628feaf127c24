"""Pages of environments that are written for a test: the guardrails, which start the CDK, are left out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.review import Review
from constructs_lib.review.difference import Difference
from stacks.environment_files import EnvironmentFiles
from tests.support.project.checkout import ROOT
from tools.access.reading import EVERYTHING, ReadEnvironment
from tools.access.report.content import content_of
from tools.access.report.judged import Judged
from tools.access.report.render import render_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stacks.environment import Environment
    from tools.access.report.content import Content

TODAY = dt.date(2026, 11, 26)
LIBRARY = "/* what draws */"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], ReadEnvironment]:
    """Read an environment `prod` of that text."""

    def read(text: str) -> ReadEnvironment:
        folder = tmp_path / "environments"
        folder.mkdir()
        (folder / "prod.yaml").write_text(text, encoding="utf-8")
        files = EnvironmentFiles(folder, features=EVERYTHING, today=TODAY)
        return ReadEnvironment("prod", files.check("prod", keeps_rules=False).declaration, files)

    return read


@pytest.fixture
def product() -> Callable[[str], ReadEnvironment]:
    """Read one of the product's environments."""

    def product(name: str) -> ReadEnvironment:
        files = EnvironmentFiles(ROOT / "environments", features=EVERYTHING)
        return ReadEnvironment(name, files.load(name), files)

    return product


def content(read: ReadEnvironment, *, people: bool = False, since: Environment | None = None) -> Content:
    """Return what a page shows, with guardrails that have nothing to say."""
    difference = Difference.of(since, read.environment) if since else None
    judged = Judged(Review(read.name, ()))
    return content_of(read, judged, today=TODAY, base="main" if since else "", difference=difference, people=people)


def page(read: ReadEnvironment, *, people: bool = False, since: Environment | None = None) -> str:
    """Return a page."""
    return render_report(content(read, people=people, since=since), LIBRARY, people=people)
