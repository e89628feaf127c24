"""Runs the jobs of a repository's workflows, step by step, in clean clones, with the environment that they declare.

It stands in for the platforms' runners, which cannot be had here: checkouts and tools that a step `uses` are put in
place by hand, what a step `run`s is run. An expression that is not among the given ones fails.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from tests.support.project.checkout import share_set_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.support.project.checkout import Checkout

__all__ = ["Job", "clone", "run_github_job", "run_gitlab_job"]

_TIMEOUT_S = 600
_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
_VARIABLE = re.compile(r"\$(\w+)")


@dataclass
class Job:
    """What came of a job.

    Attributes:
        workspace: The clone that it ran in.
        outputs: What it hands to others.
        log: What its steps printed, by their command.
        codes: Their exit codes.
    """

    workspace: Path
    outputs: dict[str, str] = field(default_factory=dict)
    log: dict[str, str] = field(default_factory=dict, repr=False)
    codes: dict[str, int] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """All that it printed."""
        return "\n".join(self.log.values())

    def assert_passed(self) -> None:
        """Assert that each step ended well."""
        assert set(self.codes.values()) == {0}, f"{self.codes}\n{self.said}"


def clone(origin: Path, revision: str, folder: Path) -> Path:
    """Clone a repository, as a runner does for each job."""
    subprocess.run(["git", "clone", "--quiet", str(origin), str(folder)], check=True)
    subprocess.run(["git", "checkout", "--quiet", revision], cwd=folder, check=True)
    return folder


def run_github_job(
    workflow: Path, name: str, workspace: Path, *, product: Checkout, given: Mapping[str, str], event: Mapping[str, str]
) -> Job:
    """Run a job of GitHub Actions.

    Args:
        workflow: The file.
        name: Name of the job.
        workspace: A clean clone.
        product: What `prepare` checks out.
        given: Values of expressions, without their braces.
        event: Variables that the platform sets.
    """
    body = YAML(typ="safe").load(workflow.read_text(encoding="utf-8"))["jobs"][name]
    expressions = {"github.workspace": str(workspace), **given}
    assert _filled(body.get("if", "${{ yes }}"), {**expressions, "yes": "true"}) == "true", f"{name} is left out"
    job, outputs = Job(workspace), workspace.with_suffix(".outputs")
    outputs.touch()
    files = {"GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(workspace.with_suffix(".summary.md"))}
    own = {key: _filled(value, expressions) for key, value in body.get("env", {}).items()}
    for step in body["steps"]:
        condition = _filled(step.get("if", "${{ yes }}"), {**expressions, "yes": _passed(job), "!cancelled()": "true"})
        if step.get("uses") == "./.github/actions/prepare":
            (workspace / ".product").symlink_to(product.root)
        if "run" not in step or condition != "true":
            continue
        extra = {key: _filled(value, expressions) for key, value in step.get("env", {}).items()}
        _run(job, step["run"], {**product.environment, **event, **files, **own, **extra})
        if "id" in step:
            for line in outputs.read_text(encoding="utf-8").splitlines():
                key, _, value = line.partition("=")
                expressions[f"steps.{step['id']}.outputs.{key}"] = value
    if not any(job.codes.values()):
        job.outputs = {key: _filled(value, expressions) for key, value in body.get("outputs", {}).items()}
    return job


def run_gitlab_job(
    name: str, workspace: Path, *, product: Checkout, variables: Mapping[str, str], tokens: Mapping[str, str]
) -> Job:
    """Run a job of GitLab CI.

    Args:
        name: Name of the job.
        workspace: A clean clone.
        product: Whose set-up the job's own clone of the product shares.
        variables: Those of the platform, of the project, and of the job's environment.
        tokens: Identity tokens by their audience.
    """
    whole = YAML(typ="safe").load((workspace / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    body = {**whole.get(whole[name].get("extends", ""), {}), **whole[name]}
    known = {"CI_PROJECT_DIR": str(workspace), **variables}
    for key, value in whole["variables"].items():
        known.setdefault(key, _VARIABLE.sub(lambda match: known.get(match[1], ""), value))
    for key, token in body.get("id_tokens", {}).items():
        known[key] = tokens[_VARIABLE.sub(lambda match: known.get(match[1], ""), token["aud"])]
    job = Job(workspace)
    environment = {**product.environment, "CI": "true", "GITLAB_CI": "true", **known}
    for command in whole["default"]["before_script"]:
        _run(job, command, environment)
    share_set_up(workspace / ".product")
    for command in body["script"]:
        if _passed(job) == "true":
            _run(job, command, environment)
    for command in body.get("after_script", []):
        _run(job, command, environment)
    file = body.get("artifacts", {}).get("reports", {}).get("dotenv")
    if file and (workspace / file).is_file():
        lines = (workspace / file).read_text(encoding="utf-8").splitlines()
        job.outputs = dict(line.split("=", 1) for line in lines)
    return job


def _passed(job: Job) -> str:
    return "false" if any(job.codes.values()) else "true"


def _filled(text: object, given: Mapping[str, str]) -> str:
    """Put values in the place of expressions."""
    return _EXPRESSION.sub(lambda match: given[match[1]], str(text))


def _run(job: Job, command: str, environment: Mapping[str, str]) -> None:
    result = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=job.workspace,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=_TIMEOUT_S,
    )
    job.log[command], job.codes[command] = result.stdout, result.returncode
