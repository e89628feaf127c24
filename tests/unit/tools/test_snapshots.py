"""Snapshots in a repository of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE, Repository
from tools import snapshots
from tools.errors import ToolError
from tools.snapshots import compare_snapshots, update_snapshots

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

ENVIRONMENT = """\
keycloak: {url: https://sso.example.com}
realm: {name: ml, login: {verify_email: false}}
api: {client_id: model-api}
"""


class Project:
    """A repository whose stacks a test synthesizes by hand."""

    def __init__(self, root: Path) -> None:
        self.repository = Repository(root)
        self.variables = {REPOSITORY_VARIABLE: ".", CALLER_VARIABLE: str(root)}
        self.realm: dict[str, Any] = {"enabled": True, "display_name": "Größe", "//": {"metadata": {"path": "x"}}}
        self.names = ["dev", "prod"]
        for name in self.names:
            self.declare(name)

    def declare(self, name: str) -> None:
        """Add an environment."""
        self.repository.environments.mkdir(parents=True, exist_ok=True)
        (self.repository.environments / f"{name}.yaml").write_text(
            ENVIRONMENT.replace("name: ml", f"name: ml-{name}"), encoding="utf-8"
        )

    def synthesize(self, _: object) -> None:
        """Write what the CDK would, its version included."""
        for file in self.repository.environments.glob("*.yaml"):
            folder = self.repository.stack_folder(file.stem)
            folder.mkdir(parents=True, exist_ok=True)
            content = {"//": {"metadata": {"version": "0.21.0"}}, "resource": {"keycloak_realm": {"r": self.realm}}}
            (folder / "cdk.tf.json").write_text(json.dumps(content), encoding="utf-8")

    def fault(self) -> tuple[str, int]:
        """Return what a comparison that fails says, and its exit code."""
        with pytest.raises(ToolError) as caught:
            compare_snapshots(self.variables)
        return str(caught.value), caught.value.exit_code


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository with two environments, its snapshots not yet written."""
    found = Project(tmp_path)
    monkeypatch.setattr(snapshots, "synthesize", found.synthesize)
    return found


def test_the_product_s_own_are_those_of_its_tests() -> None:
    """Without a repository the line says which to name."""
    with pytest.raises(ToolError) as caught:
        compare_snapshots({})
    assert caught.value.exit_code == 2
    assert str(caught.value).startswith("name your repository by ENVIRONMENTS")


def test_stack_that_nobody_reviewed_is_said(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A new stack is not taken for reviewed; its whole JSON is not printed."""
    message = "not as reviewed: dev, prod: if you want this, write it anew by make snapshot-update, and commit it"
    assert project.fault() == (message, 1)
    assert capsys.readouterr().out.splitlines() == [
        "snapshots/dev.json: not written yet",
        "snapshots/prod.json: not written yet",
    ]


def test_change_is_shown_line_by_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A reviewer sees what Terraform would be told otherwise."""
    update_snapshots(project.variables)
    capsys.readouterr()
    project.realm["enabled"] = False
    assert project.fault()[0].startswith("not as reviewed: dev, prod: ")
    printed = capsys.readouterr().out.splitlines()
    assert printed[:2] == ["--- snapshots/dev.json", "+++ synthesized"]
    assert [line.strip() for line in printed if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        '-        "enabled": true',
        '+        "enabled": false',
    ] * 2


def test_stack_that_is_gone_is_said_and_then_removed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A snapshot without a stack is a difference too."""
    update_snapshots(project.variables)
    (project.repository.environments / "prod.yaml").unlink()
    assert project.fault()[0].startswith("not as reviewed: prod: ")
    assert "snapshots/prod.json: there is no such stack any more" in capsys.readouterr().out
    update_snapshots(project.variables)
    assert capsys.readouterr().out == "removed: snapshots/prod.json\n"
    compare_snapshots(project.variables)


def test_snapshot_is_the_same_on_every_machine(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """It is sorted and without the CDK's comments; what is as reviewed is not written again."""
    update_snapshots(project.variables)
    text = (project.repository.snapshots / "dev.json").read_text(encoding="utf-8")
    realm = {"display_name": "Größe", "enabled": True}
    assert text == json.dumps({"resource": {"keycloak_realm": {"r": realm}}}, indent=2, ensure_ascii=False) + "\n"
    capsys.readouterr()
    update_snapshots(project.variables)
    assert capsys.readouterr().out == ""
    compare_snapshots(project.variables)
    assert capsys.readouterr().out == "2 stacks, all as reviewed\n"
