"""`access diff`: revisions, folders and environments, as text, as a comment and as JSON."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from tests.support.project.checkout import ROOT
from tests.support.project.git import commit_all, git, put_under_git
from tools.access.commands import app
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

OTHERS = ("staging.yaml", "prod.yaml", "demo-federated.yaml")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one's own with two commits: the second grants payment-gateway one action more."""
    root = tmp_path / "ml-access"
    shutil.copytree(ROOT / "environments", root / "environments", ignore=shutil.ignore_patterns(*OTHERS))
    put_under_git(root, "first")
    git(root, "tag", "first")
    file = root / "environments/demo/teams/risk.yaml"
    before, found, after = file.read_text(encoding="utf-8").rpartition("fraud-detector: [predict]\ngroups")
    assert found
    file.write_text(f"{before}fraud-detector: [predict, explain]\ngroups{after}", encoding="utf-8")
    monkeypatch.setenv("ENVIRONMENTS", str(root))
    return root


def run(*arguments: str, exit_code: int = 0) -> str:
    """Return what the command prints."""
    result = CliRunner().invoke(app, ["diff", *arguments], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result.output


EXPECTED = (
    "demo: 1 principal gains\n"
    "  consumer payment-gateway gains fraud-detector:explain (a grant of its own) [{}/demo/teams/risk.yaml:19]\n"
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("nothing",),
            "'nothing' is no git revision, no folder and no pair of environments: name one of these",
        ),
        (
            ("--", "--output=/tmp/x"),
            "'--output=/tmp/x' is no git revision, no folder and no pair of environments: name one of these",
        ),
        (("first", "--environment", "demmo"), "no environment 'demmo': did you mean 'demo'?"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_unknown_side(arguments: tuple[str, ...], message: str) -> None:
    """What is neither of the three is said to be so; no name is an option of git."""
    with pytest.raises(ToolError) as fault:
        run(*arguments)
    assert (str(fault.value), fault.value.exit_code) == (message, 2)


def test_faulty_file_of_a_revision(repository: Path) -> None:
    """It is named with its revision and line."""
    (repository / "environments/demo.yaml").write_text("realm: [\n", encoding="utf-8")
    commit_all(repository, "broken")
    git(repository, "tag", "broken")
    git(repository, "checkout", "--quiet", "first", "--", "environments")
    with pytest.raises(ToolError, match=r"^broken:environments/demo\.yaml:\d+: not valid YAML") as fault:
        run("broken")
    assert fault.value.exit_code == 2


def test_revision_against_the_files_as_they_are(repository: Path) -> None:
    """One argument compares with the working tree; two revisions with each other, whatever lies in the tree."""
    assert run("first") == EXPECTED.format(repository / "environments")
    commit_all(repository, "second")
    assert run("HEAD~1", "HEAD") == EXPECTED.format("HEAD:environments")
    assert run("HEAD") == "Nothing changes in who may do what.\n"
    assert run("first", "--environment", "demo") == EXPECTED.format(repository / "environments")
    assert run("first", "--environment", "dev") == "Nothing changes in who may do what.\n"


def test_attributes_of_a_commit_hide_nothing(repository: Path) -> None:
    """A file that archives leave out is read all the same, and the text that is committed is the one that counts."""
    attributes = "risk.yaml export-ignore export-subst\n*.yaml export-ignore\n"
    (repository / "environments/demo/teams/.gitattributes").write_text(attributes, encoding="utf-8")
    commit_all(repository, "hidden")
    assert run("first", "HEAD") == EXPECTED.format("HEAD:environments")


def test_text_that_an_archive_would_replace_is_read_as_committed(repository: Path) -> None:
    """What stands behind a quotation mark of the replaced text is no comment."""
    file = repository / "environments/demo/teams/risk.yaml"
    git(repository, "checkout", "--", "environments")
    text = file.read_text(encoding="utf-8")
    start, _, rest = text.partition("  payment-gateway:")
    _, _, end = rest.partition("\ngroups:")
    exported = "x%x22,grants%x3a%x20{fraud-detector%x3a%x20[predict]}}%x20%x23"
    hidden = f'{{description: "$Format:{exported}$", grants: {{fraud-detector: [explain]}}}}'
    file.write_text(f"{start}  payment-gateway: {hidden}\ngroups:{end}", encoding="utf-8")
    (repository / "environments/demo/teams/.gitattributes").write_text("*.yaml export-subst\n", encoding="utf-8")
    commit_all(repository, "replaced")
    assert "payment-gateway gains fraud-detector:explain" in run("first", "HEAD")


def test_link_that_leads_out_of_a_revision(repository: Path) -> None:
    """It is refused in a line, and nothing of its target is read."""
    file = repository / "environments/demo/teams/risk.yaml"
    file.unlink()
    file.symlink_to("/proc/self/environ")
    commit_all(repository, "link")
    with pytest.raises(ToolError, match=r"^HEAD:.*risk\.yaml: cannot be read: a link leads out of environments/"):
        run("first", "HEAD")


def test_folders(repository: Path, tmp_path: Path) -> None:
    """A folder of environments, or one that holds it, is a side as well."""
    old = tmp_path / "old"
    shutil.copytree(ROOT / "environments", old / "environments", ignore=shutil.ignore_patterns(*OTHERS))
    assert run(str(old), str(repository)) == EXPECTED.format(repository / "environments")
    assert run(str(old / "environments")) == EXPECTED.format(repository / "environments")


def test_two_environments() -> None:
    """Two names are two environments, not two revisions."""
    lines = run("staging", "prod").splitlines()
    assert lines[0].startswith("staging → prod: ")
    assert any(
        line.startswith("! API: logins may be sent to https://models.example.com/oauth2/callback") for line in lines
    )


def test_environment_that_comes_and_goes(repository: Path) -> None:
    """A new environment lets everybody in who is in it; one that goes shuts them out."""
    file = repository / "environments/dev.yaml"
    file.unlink()
    commit_all(repository, "without dev")
    assert "  person ml-api-user is removed, and loses every model, of which there is none (every_model)" in run(
        "first", "--environment", "dev"
    )
    git(repository, "checkout", "--quiet", "first", "--", "environments")
    assert "! person ml-api-user is new, and gains every model, of which there is none (every_model)" in run(
        "HEAD", "--environment", "dev"
    )


def test_revision_without_environments(repository: Path) -> None:
    """Before there were any, there was nobody."""
    shutil.rmtree(repository / "environments")
    (repository / "README.md").write_text("empty", encoding="utf-8")
    commit_all(repository, "empty")
    git(repository, "tag", "empty")
    git(repository, "checkout", "--quiet", "first", "--", "environments")
    assert "consumer payment-gateway is new, and gains fraud-detector:predict (a grant of its own) [" in run("empty")


@pytest.mark.parametrize(("kind", "code"), [("gain", 3), ("loss", 0), ("risk", 0)])
@pytest.mark.usefixtures("repository")
def test_fail_on(kind: str, code: int) -> None:
    """A pipeline stops at what it names, with exit code 3."""
    run("first", "--fail-on", kind, exit_code=code)


def test_markdown_and_json(repository: Path) -> None:
    """A comment has a summary before the details; JSON says whom each change is about."""
    place = f"{repository}/environments/demo/teams/risk.yaml:19"
    lines = run("first", "--format", "markdown").splitlines()
    assert lines == [
        "### Access: first → working tree",
        "",
        (
            "| environment | principals that gain | principals that lose | riskier changes | other changes "
            "| possible outages | look first (!) |"
        ),
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| demo | 1 | 0 | 0 | 0 | 0 | 0 |",
        "",
        (
            "**!** is what to look at first. Riskier: a token is easier to get or to use, or a grant reaches further. "
            "Possible outages: machines lose something, or people whose number is unknown here. `*` is every model, "
            "later ones included. Places are in the files after the change; one such as `main:environments/…` is in "
            "those before it."
        ),
        "",
        "#### demo",
        "",
        f"- consumer `payment-gateway` gains `fraud-detector:explain` (a grant of its own) (`{place}`)",
    ]
    document = json.loads(run("first", "--format", "json"))
    assert document["environments"]["demo"]["changes"] == [
        {
            "effect": "gain",
            "weight": "",
            "subject": "consumer payment-gateway",
            "text": "gains fraud-detector:explain",
            "why": "a grant of its own",
            "note": "",
            "undeclared": False,
            "pairs": ["fraud-detector:explain"],
            "place": place,
            "cause": "",
        }
    ]
    assert run("HEAD", "first", "--format", "markdown").endswith("\n\nNothing changes in who may do what.\n")


def declare_rule(repository: Path) -> Path:
    """Declare a rule that what was changed breaks; return its file."""
    file = repository / "environments/demo.yaml"
    rule = "  r:\n    never: {who: {consumer: payment-gateway}, may: '*:explain'}\n    reason: it is a test\n"
    file.write_text(f"{file.read_text(encoding='utf-8')}access_rules:\n{rule}", encoding="utf-8")
    return file


def test_grant_that_breaks_a_rule_is_told_with_both_lines(repository: Path) -> None:
    """It is a line of the difference that weighs; where it is, and where the rule, is told beside; it exits with 3."""
    file = declare_rule(repository)
    result = CliRunner().invoke(app, ["diff", "first"], catch_exceptions=False)
    broken = (
        "consumer payment-gateway may 'fraud-detector:explain' (own grant), which access rule 'r' forbids: it is a test"
    )
    line = file.read_text(encoding="utf-8").count("\n") - 2
    place = f"{repository}/environments/demo/teams/risk.yaml:19"
    assert result.exit_code == 3
    assert result.stdout == (
        "demo: 1 principal gains, 1 riskier change, 1 safer change\n"
        f"! access rule r is broken: {broken} [{place}]\n"
        f"  consumer payment-gateway gains fraud-detector:explain (a grant of its own) [{place}]\n"
        "  access rule r is new (never: consumer payment-gateway may *:explain) "
        f"[{repository}/environments/demo.yaml:{line}]\n"
    )
    (told,) = result.stderr.splitlines()
    advice = f"take the grant back, or change the rule ({repository}/environments/demo.yaml:{line})"
    assert told == f"{place}: realm 'ml-demo', {broken}: {advice}"


@pytest.mark.parametrize("arguments", [["matrix", "demo"], ["who", "demo", "fraud-detector"]])
def test_an_answer_says_beside_it_that_a_rule_is_broken(repository: Path, arguments: list[str]) -> None:
    """The answer is right and complete, and a line on stderr says what nothing is synthesized from."""
    declare_rule(repository)
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    (told,) = result.stderr.splitlines()
    assert (result.exit_code, "payment-gateway" in result.stdout) == (0, True)
    assert told.startswith("an access rule is broken: ")
