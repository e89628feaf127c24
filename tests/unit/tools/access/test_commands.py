"""`python -m tools access`, as it is typed."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from tests.support.project.checkout import ROOT
from tools.access.commands import app
from tools.benchmark.large_environment import LargeEnvironment
from tools.benchmark.size import LARGE
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def run(*arguments: str) -> str:
    """Return what a command prints; a `ToolError` comes through."""
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def place(file: str, text: str, after: str = "") -> str:
    """Return where a text stands first in one of the environments' files, after another one."""
    lines = (ROOT / "environments" / file).read_text(encoding="utf-8").splitlines()
    start = next(index for index, line in enumerate(lines) if after in line)
    number = next(index for index, line in enumerate(lines[start:], start + 1) if text in line)
    return f"environments/{file}:{number}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("matrix", "demmo"), "no environment 'demmo': did you mean 'demo'?"),
        (
            ("who", "demo", "fraud-detecter"),
            "environment 'demo': no model 'fraud-detecter': did you mean 'fraud-detector'?",
        ),
        (("what", "demo", "adda"), "environment 'demo': no principal 'adda': did you mean 'ada'?"),
        (
            ("why", "demo", "ada", "fraud-detector"),
            ("environment 'demo': 'fraud-detector' is a model: name an action too, such as 'fraud-detector:explain'"),
        ),
        (("matrix", "demo", "--team", "rsk"), "environment 'demo': no team 'rsk': did you mean 'risk'?"),
    ],
)
def test_bad_question(arguments: tuple[str, ...], message: str) -> None:
    """It is answered in one line that offers what may have been meant."""
    with pytest.raises(ToolError) as fault:
        run(*arguments)
    assert (str(fault.value), fault.value.exit_code) == (message, 2)


def test_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all columns fit there is a table; elsewhere a list, which says of whom there is nothing to say."""
    monkeypatch.setenv("COLUMNS", "200")
    wide = run("matrix", "demo-federated", "--model", "churn-model")
    assert wide.splitlines()[:4] == [
        "principal                          churn-model:predict",
        "consumer assistant                 -",
        "consumer fraud-service             -",
        "consumer nightly-evaluation        own grant, by *",
    ]
    monkeypatch.setenv("COLUMNS", "40")
    narrow = run("matrix", "demo-federated", "--model", "churn-model")
    assert narrow.splitlines()[:4] == ["consumer assistant", "  nothing", "consumer fraud-service", "  nothing"]


def test_csv_and_json_say_the_same() -> None:
    """Both have a row for each yes; JSON says where each reason stands."""
    rows = list(csv.DictReader(run("matrix", "demo", "--format", "csv").splitlines()))
    document = json.loads(run("matrix", "demo", "--format", "json"))
    keys = ("principal", "kind", "model", "action")
    assert [[row[key] for key in keys] for row in rows] == [[each[key] for key in keys] for each in document["yes"]]
    (ada,) = json.loads(run("matrix", "demo", "--who", "ada", "--model", "recommender:manage", "--format", "json"))[
        "yes"
    ]
    assert ada["reasons"] == [
        {"kind": "own", "text": "own grant", "every_model": False, "place": place("demo.yaml", "recommender: [manage]")}
    ]


def test_markdown_takes_names_as_text() -> None:
    """`*` is a star, not emphasis."""
    assert "| person ada | churn-model:predict | group data-scientists, by \\* |" in run(
        "what", "demo", "ada", "--format", "markdown"
    )


def test_why_names_lines() -> None:
    """An answer says in which line it is decided."""
    assert run("why", "demo", "ada", "fraud-detector:explain").splitlines() == [
        "yes: person ada, fraud-detector:explain",
        "because of:",
        f"  {place('demo.yaml', 'fraud-detector: [predict, explain]')}: group data-scientists",
        "how:",
        "  by a login to notebook, which asks for scope model.fraud-detector.explain",
    ]
    grants = place("demo/teams/risk.yaml", "grants:", after="fraud-trainer:")
    assert run("why", "demo", "fraud-trainer", "credit-scorer:manage").splitlines() == [
        "no: consumer fraud-trainer, credit-scorer:manage",
        "what would change it, each by itself:",
        f"  {grants}: add manage to consumers.fraud-trainer.grants.credit-scorer",
    ]


@pytest.mark.slow
def test_a_large_environment_is_answered_in_two_seconds(tmp_path: Path) -> None:
    """1,000 consumers and 200 models: the whole process, and neither CDK nor Terraform, takes 2 s of one core."""
    LargeEnvironment(tmp_path / "environments", LARGE).write()
    program = (
        "import sys; sys.argv[1:] = ['access', 'matrix', 'large', '--format', 'csv']\n"
        "from tools.cli import main\n"
        "try: main()\n"
        "finally: assert not {'cdktf', 'cdktn', 'jsii'} & set(sys.modules), 'the CDK was imported'\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENTS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout.splitlines()) == 1 + LARGE.grants
    # Not by the clock: other tests run on the other core.
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 2
