"""The workflows that `make init` writes: what they may, what they run, and that they are pinned."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from stacks.repository import REPOSITORY_VARIABLE
from tests.support.project.checkout import ROOT
from tools.errors import ToolError
from tools.init.command import init_repository
from tools.init.pipelines import pipeline_files, write_pipelines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.unit

# The commits of these tags in the actions' own repositories, looked up in November 2026.
PINS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/cache": ("27d5ce7f107fe9357f9df03efb73ab90386fccae", "v5.0.5"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/upload-artifact": ("bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "github/codeql-action/upload-sarif": ("8aad20d150bbac5944a9f9d289da16a4b0d87c1e", "v4.36.2"),
    "hashicorp/setup-terraform": ("dfe3c3f87815947d99a8997f908cb6525fc44e9e", "v4.0.1"),
}
SAME_REPOSITORY = "github.event.pull_request.head.repo.full_name == github.repository"
FILES = pipeline_files()
GITHUB = {name: YAML(typ="safe").load(text) for name, text in FILES.items() if name.startswith(".github/workflows")}
GITLAB = YAML(typ="safe").load(FILES[".gitlab-ci.yml"])


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield GitHub's jobs."""
    for name, workflow in GITHUB.items():
        for job, body in workflow["jobs"].items():
            yield f"{name.rpartition('/')[2].removesuffix('.yml')}.{job}", body


def commands(steps: list[dict[str, Any]]) -> list[str]:
    """Return what a job of GitHub runs."""
    return [step["run"] for step in steps if "run" in step]


def plain(command: str) -> str:
    """Return a command without what the two platforms call differently: the revision that is compared with."""
    return re.sub(r" SINCE=.*", "", command)


def test_actions_are_pinned() -> None:
    """Each action is named by the commit of a release, with the release beside it."""
    uses = [line.split("uses: ")[1] for text in FILES.values() for line in text.splitlines() if "uses: " in line]
    outside = [each for each in uses if each != "./.github/actions/prepare"]
    expected = {f"{action}@{commit} # {tag}" for action, (commit, tag) in PINS.items()}
    assert (set(outside), len(outside) > len(expected)) == (expected, True)


def test_nothing_untrusted_is_run() -> None:
    """No shell command has an expression in it, and no workflow runs a fork's code with this one's rights."""
    steps = [step for _, job in jobs() for step in job["steps"]]
    assert [command for command in commands(steps) if "${{" in command] == []
    triggers = {name: sorted(map(str, workflow.get("on", workflow.get(True)))) for name, workflow in GITHUB.items()}
    assert triggers == {
        ".github/workflows/deploy.yml": ["push"],
        ".github/workflows/drift.yml": ["schedule", "workflow_dispatch"],
        ".github/workflows/review.yml": ["pull_request"],
    }


def test_permissions_are_minimal() -> None:
    """A workflow may nothing by itself; a job may write what it writes, and one alone changes Keycloak."""
    assert [workflow["permissions"] for workflow in GITHUB.values()] == [{}, {}, {}]
    writes = {
        name: sorted(scope for scope, right in job["permissions"].items() if right == "write") for name, job in jobs()
    }
    assert writes == {
        "review.review": ["pull-requests", "security-events"],
        "review.plan": ["id-token", "pull-requests"],
        "deploy.plan": ["id-token"],
        "deploy.apply": ["id-token"],
        "drift.drift": ["id-token", "issues"],
    }


def test_identity_is_bound_to_an_environment() -> None:
    """Whoever proves to Keycloak what it is does so as an environment, and a fork's pull request does not at all."""
    environments = {name: job.get("environment") for name, job in jobs() if "id-token" in job["permissions"]}
    assert environments == {
        "review.plan": "plan",
        "deploy.plan": "plan",
        "deploy.apply": "production",
        "drift.drift": "plan",
    }
    by_name = dict(jobs())
    assert SAME_REPOSITORY in by_name["review.plan"]["if"]
    assert "secrets." not in str(by_name["review.review"])
    bound = {name: job["environment"]["name"] for name, job in GITLAB.items() if ".identity" in job_of(job)}
    assert bound == {"plan": "plan", "plan-of-main": "plan", "apply": "production", "drift": "plan"}


def job_of(part: object) -> str:
    """Return what a part of GitLab's file extends."""
    return str(part.get("extends", "")) if isinstance(part, dict) else ""


def test_checkouts_keep_no_token() -> None:
    """What a job runs finds no token of the platform in a checkout."""
    steps = [step for _, job in jobs() for step in job["steps"]]
    steps += YAML(typ="safe").load(FILES[".github/actions/prepare/action.yml"])["runs"]["steps"]
    kept = [step.get("with", {}).get("persist-credentials") for step in steps if "checkout@" in step.get("uses", "")]
    assert kept == [False] * 6


def test_apply_gets_what_was_planned() -> None:
    """The digest that is applied is the one that the plan of the same run printed, after the plan, by an approval."""
    deploy = GITHUB[".github/workflows/deploy.yml"]["jobs"]
    assert deploy["apply"]["needs"] == "plan"
    assert deploy["apply"]["env"]["REVIEWED"] == "${{ needs.plan.outputs.reviewed }}"
    assert deploy["plan"]["outputs"]["reviewed"] == "${{ steps.plan.outputs.REVIEWED }}"
    assert [step["id"] for step in deploy["plan"]["steps"] if "run" in step] == ["plan"]
    assert GITLAB["apply"]["needs"] == ["plan-of-main"]
    assert GITLAB["apply"]["rules"][0]["when"] == "manual"
    assert GITLAB["plan-of-main"]["artifacts"]["reports"] == {"dotenv": "cdktf.out/review/plan.env"}


def test_both_platforms_run_the_same() -> None:
    """A job of one platform runs what its counterpart on the other does; each command is a target of the Makefile."""
    github = {name: [plain(command) for command in commands(job["steps"])] for name, job in jobs()}
    gitlab = {
        name: [plain(command) for command in (*job["script"], *job.get("after_script", ()))]
        for name, job in GITLAB.items()
        if isinstance(job, dict) and "script" in job
    }
    assert github == {
        "review.review": gitlab["review"],
        "review.plan": gitlab["plan"],
        "deploy.plan": gitlab["plan-of-main"],
        "deploy.apply": gitlab["apply"],
        "drift.drift": gitlab["drift"],
    }
    targets = {command.split()[1] for run in gitlab.values() for command in run}
    makefile = (ROOT / "tools" / "init" / "template" / "Makefile.j2").read_text(encoding="utf-8")
    assert [target for target in targets if f"\n{target}: ## " not in makefile] == []


def test_product_is_the_one_that_wrote_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pipelines get the product's own commit, from where its checkout came; what is not known is left to fill in."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    prepare = YAML(typ="safe").load(FILES[".github/actions/prepare/action.yml"])["runs"]["steps"][0]["with"]
    assert prepare["ref"] == GITLAB["variables"]["PRODUCT_COMMIT"] == commit.strip()

    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    monkeypatch.setattr("tools.init.pipelines.ROOT", tmp_path)
    unknown = YAML(typ="safe").load(pipeline_files()[".gitlab-ci.yml"])["variables"]
    assert unknown["PRODUCT_COMMIT"] == "<commit of MlApiSecurity>"

    origin = "git@github.com:example/ml-api-security.git"
    subprocess.run(["git", "remote", "add", "origin", origin], cwd=tmp_path, check=True)
    assert '"example/ml-api-security"' in pipeline_files()[".github/actions/prepare/action.yml"]


def test_existing_workflows_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make pipelines` writes what is missing into a repository that is there, and changes nothing."""
    with pytest.raises(ToolError, match="into a repository of your own") as caught:
        write_pipelines({})
    assert caught.value.exit_code == 2

    root = tmp_path / "ml-access"
    init_repository(root)
    (root / ".gitlab-ci.yml").write_text("own: {script: [make guardrails]}\n", encoding="utf-8")
    (root / ".github" / "workflows" / "drift.yml").unlink()
    capsys.readouterr()
    write_pipelines({REPOSITORY_VARIABLE: str(root)})
    said = capsys.readouterr().err.splitlines()
    assert [line.removeprefix(f"{root}/") for line in said if "left as it is" not in line] == [
        ".github/workflows/drift.yml"
    ]
    assert (root / ".gitlab-ci.yml").read_text(encoding="utf-8") == "own: {script: [make guardrails]}\n"
    assert (root / ".github" / "workflows" / "drift.yml").is_file()
