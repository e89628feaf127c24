"""The comment of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import REPOSITORY_VARIABLE, Repository
from tests.support.project.git import put_under_git
from tools.access.difference import LONGEST_COMMENT
from tools.ci.comment import MARKER, base_of, comment_text, write_comment
from tools.ci.places import ReviewFolder
from tools.errors import ToolError
from tools.init.command import init_repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """A repository with a commit, and a change since."""
    root = tmp_path / "ml-access"
    init_repository(root)
    put_under_git(root, "First")
    team = root / "environments" / "dev" / "teams" / "fraud.yaml"
    text = team.read_text(encoding="utf-8")
    new = text.replace(
        "      fraud-detector: [predict]\n", "      fraud-detector: [predict]\n      churn-model: [predict]\n"
    )
    team.write_text(new, encoding="utf-8")
    return {REPOSITORY_VARIABLE: str(root), "BASE": "main", "GITHUB_SHA": "0123456789abcdef"}


def folder(variables: dict[str, str]) -> ReviewFolder:
    """Return where the plans are."""
    return ReviewFolder(Repository.of(variables))


def test_base_must_be_known() -> None:
    """What is compared with is what the platform says; where it says nothing, one line says what to set."""
    with pytest.raises(ToolError, match="BASE is not set: it is the revision") as caught:
        base_of({})
    assert caught.value.exit_code == 2
    assert base_of({"GITHUB_BASE_REF": "main"}) == "origin/main"
    assert base_of({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "7f5a"}) == "7f5a"
    assert base_of({"BASE": "v1", "GITHUB_BASE_REF": "main"}) == "v1"


def test_it_says_who_gains_and_what_is_planned(variables: dict[str, str]) -> None:
    """Access comes first, then each plan, then the commit."""
    review = folder(variables)
    review.write(review.plan("prod"), "- consumer fraud\\-batch: gains churn\\-model:predict\n")
    text = comment_text(variables)
    assert "consumer fraud-batch gains churn-model:predict" in text.replace("`", "")
    assert text.index("gains") < text.index("### Plan of prod\n\n- consumer") < text.index("<sub>0123456789ab</sub>")


def test_it_fits(variables: dict[str, str]) -> None:
    """However much changes, the comment is taken, and each part says how to see the rest of it."""
    review = folder(variables)
    for name in ("prod", "staging", "test"):
        review.write(review.plan(name), "- äöü changes\n" * 10_000)
    text = comment_text(variables)
    assert LONGEST_COMMENT - 25_000 < len(f"{MARKER}\n{text}".encode()) <= LONGEST_COMMENT
    assert "more lines: run `make diff" in text
    assert "gains `churn" in text


def test_without_a_platform_it_is_printed(variables: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """A fork's run, which may write nothing, has it in its log and its artefact."""
    write_comment(variables)
    said = capsys.readouterr()
    assert said.out == folder(variables).comment.read_text(encoding="utf-8")
    assert said.err.endswith("cdktf.out/review/comment.md\n")
