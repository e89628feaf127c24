"""The page about pipelines says what the workflows do."""

from __future__ import annotations

import re

import pytest

from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page
from tools.ci.plan_review import outdated
from tools.init.pipelines import pipeline_files

pytestmark = pytest.mark.unit

PAGE = Page(ROOT / "docs" / "how-to" / "pipelines.md")
TEXT = PAGE.path.read_text(encoding="utf-8")
FILES = pipeline_files()


def test_each_command_is_on_the_page() -> None:
    """What the jobs run is in the table of what runs when."""
    command = re.compile(r"(?:run: |^    - )(make [a-z-]+)", re.MULTILINE)
    ran = {found for text in FILES.values() for found in command.findall(text)}
    assert len(ran) >= 6
    assert [found for found in ran if f"`{found}`" not in TEXT] == []


def test_each_setting_is_on_the_page() -> None:
    """Variables and secrets that the workflows read are in the table of those to set."""
    named = {name for text in FILES.values() for name in re.findall(r"\$\{\{ (?:vars|secrets)\.([A-Z_]+) \}\}", text)}
    named |= set(re.findall(r"aud: \$([A-Z_]+)", FILES[".gitlab-ci.yml"])) | {"RUNNER_IMAGE"}
    assert len(named) >= 5
    assert [name for name in named if f"`{name}`" not in TEXT] == []


def test_each_environment_is_on_the_page() -> None:
    """The environments that approve and plan are those of the page's table."""
    named = {name for text in FILES.values() for name in re.findall(r"^ +environment: (\w+)", text, re.MULTILINE)}
    assert named == {"plan", "production"}
    assert [name for name in named if f"environment `{name}`" not in TEXT] == []


def test_refusal_is_the_real_one() -> None:
    """The line that an outdated plan ends in is the one that the page shows."""
    shown = next(block for block in PAGE.code("text") if "not the one that was reviewed" in block).strip()
    reviewed, now = re.findall(r"\b[0-9a-f]{12}\b", shown)
    assert shown == outdated("prod", reviewed + "0" * 52, now + "0" * 52)
