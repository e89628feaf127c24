"""The workflows that `make init` writes, as tools of others judge them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.auditors.workflow_checkers import actionlint, schema_faults, zizmor
from tools.init.command import init_repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

INJECTED = "      - run: echo ${{ github.event.pull_request.title }}\n      - run: make synth\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that was just written."""
    root = tmp_path / "ml-access"
    init_repository(root)
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


def changed(repository: Path, old: str, new: str) -> None:
    """Change the workflow of pull requests."""
    file = repository / ".github" / "workflows" / "review.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_wrong_is_found(repository: Path, tmp_path: Path) -> None:
    """The checkers see a title that a shell would run, an action that is not pinned, and a key that there is not."""
    changed(repository, "      - run: make synth\n", INJECTED)
    changed(repository, "timeout-minutes:", "timeout-minuets:")
    changed(repository, "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n", "actions/checkout@v7\n")
    assert "potentially untrusted" in actionlint(repository)
    found = zizmor(repository, tmp_path / "zizmor.yml")
    assert ("template-injection" in found, "unpinned-uses" in found) == (True, True)
    assert "timeout-minuets" in schema_faults(
        "vendor.github-workflows", repository / ".github" / "workflows" / "review.yml"
    )
    gitlab = repository / ".gitlab-ci.yml"
    gitlab.write_text(gitlab.read_text(encoding="utf-8").replace("when: manual", "when: somebody"), encoding="utf-8")
    assert "somebody" in schema_faults("vendor.gitlab-ci", gitlab, transform=True)


def test_workflows_pass(repository: Path, tmp_path: Path) -> None:
    """Neither actionlint, zizmor nor the platforms' schemas find anything."""
    workflows = sorted((repository / ".github" / "workflows").iterdir())
    assert len(workflows) == 3
    said = [
        actionlint(repository),
        zizmor(repository, tmp_path / "zizmor.yml"),
        schema_faults("vendor.github-workflows", *workflows),
        schema_faults("vendor.github-actions", repository / ".github" / "actions" / "prepare" / "action.yml"),
        schema_faults("vendor.gitlab-ci", repository / ".gitlab-ci.yml", transform=True),
    ]
    assert said == [""] * 5
