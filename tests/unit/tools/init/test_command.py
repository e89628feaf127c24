"""`make init`: what it writes is valid, and so is what its comments say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from stacks.app import review_app
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.repository import CALLER_VARIABLE, Repository
from stacks.yaml_document import read_yaml
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page
from tools.errors import ToolError
from tools.init.command import init_repository
from tools.json_schema import schemas

if TYPE_CHECKING:
    from constructs_lib.guardrails.review import Review

pytestmark = pytest.mark.unit

_PLACEHOLDER = re.compile(r"<[^>]+>")
_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A repository that was just written."""
    init_repository(tmp_path / "ml-access")
    return tmp_path / "ml-access"


def with_production(team: Path, *, filled: bool = True) -> Path:
    """Let production be an environment, as the example's first line says."""
    folder = team / "environments"
    text = (folder / "prod.yaml.example").read_text(encoding="utf-8")
    head, body = text.split("extends:", 1)
    body = _PLACEHOLDER.sub("models.example.com", body) if filled else body
    (folder / "prod.yaml").write_text(f"{head}extends:{body}", encoding="utf-8")
    return team


def reviews(team: Path) -> dict[str, Review]:
    """Judge its environments."""
    return {review.environment: review for review in review_app(EnvironmentFiles.of(Repository(team)).load_all())}


def refused(folder: Path) -> tuple[str, int]:
    """Return what is said to somebody who names a folder that cannot be used, and the exit code."""
    with pytest.raises(ToolError) as caught:
        init_repository(folder)
    return str(caught.value), caught.value.exit_code


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """Nothing is overwritten, and nothing is mixed with what is there."""
    (tmp_path / "notes.txt").touch()
    assert refused(tmp_path) == (f"{tmp_path} is not empty: name a new folder, or an empty one", 2)
    assert refused(tmp_path / "notes.txt")[1] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("folder", [".", "mine", "docs/../mine"])
def test_folder_in_the_product_is_refused(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is a user's does not lie in the product's tree."""
    monkeypatch.chdir(ROOT)
    assert refused(Path(folder)) == (f"{Path(folder)} lies in the product, {ROOT}: name a folder outside it", 2)


def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A path below a file ends in one line."""
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "team") == (f"{tmp_path}/file/team cannot be written: Not a directory", 1)


def test_relative_folder_starts_where_the_user_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make -C` has left the user's folder; a fresh clone, which has its `.git` already, is empty enough."""
    monkeypatch.setenv(CALLER_VARIABLE, str(tmp_path))
    (tmp_path / "team" / ".git").mkdir(parents=True)
    init_repository(Path("team"))
    assert (tmp_path / "team" / "environments" / "dev.yaml").is_file()


def test_files(team: Path) -> None:
    """Nothing is left out, and nothing else is written."""
    assert sorted(str(path.relative_to(team)) for path in team.rglob("*") if path.is_file()) == [
        ".github/actions/prepare/action.yml",
        ".github/workflows/deploy.yml",
        ".github/workflows/drift.yml",
        ".github/workflows/review.yml",
        ".gitignore",
        ".gitlab-ci.yml",
        "Makefile",
        "README.md",
        "environments/_base.yaml",
        "environments/dev.yaml",
        "environments/dev/teams/fraud.yaml",
        "environments/environment.schema.json",
        "environments/prod.yaml.example",
        "environments/team.schema.json",
    ]


def test_no_guardrail_finds_an_error(team: Path) -> None:
    """The environment for this machine deploys, with neither an exemption nor a warning."""
    (review,) = reviews(team).values()
    assert [finding for finding in review.findings if not finding.needless] == []
    assert review.warnings == []


def test_production_passes_once_it_is_filled_in(team: Path) -> None:
    """With each placeholder replaced it has neither an error nor an exemption; with two environments side by side."""
    found = reviews(with_production(team))
    assert (sorted(found), found["prod"].errors, found["dev"].errors) == (["dev", "prod"], [], [])
    assert {finding.rule.id for finding in found["prod"].findings} == {"KC-SECRET-IN-STATE"}


def test_each_placeholder_that_is_left_is_refused(team: Path) -> None:
    """Production does not go live with an address that nobody filled in."""
    text = (team / "environments" / "prod.yaml.example").read_text(encoding="utf-8").partition("extends:")[2]
    placeholders = set(_PLACEHOLDER.findall(text))
    assert len(placeholders) >= 4
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles.of(Repository(with_production(team, filled=False))).load("prod")
    said = "\n".join(caught.value.lines)
    assert [placeholder for placeholder in placeholders if placeholder not in said] == []


def test_files_name_schemas_that_they_satisfy(team: Path) -> None:
    """An editor finds the schema by the first line, and underlines nothing."""
    for file in (*(with_production(team) / "environments").rglob("*.yaml"),):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        schema = (file.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        content: dict[str, Any] = json.loads(schema.read_text(encoding="utf-8"))
        faults = [error.message for error in Draft7Validator(content).iter_errors(read_yaml(file, shown_as=file).data)]
        assert (file.name, schema.parent, faults) == (file.name, team / "environments", [])


def test_schemas_are_those_of_the_product(team: Path) -> None:
    """They are written from the types, as `make schema` does."""
    written = {path.name: path.read_text(encoding="utf-8") for path in (team / "environments").glob("*.json")}
    assert written == schemas()


def test_each_target_is_one_of_the_product(team: Path) -> None:
    """The Makefile calls nothing that is not there, and knows the way."""
    text = (team / "Makefile").read_text(encoding="utf-8")
    of_product = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    targets = set(_TARGET.findall(text)) - {"help"}
    assert (len(targets) > 10, targets - of_product) == (True, set())
    product = re.search(r"^PRODUCT \?= (.+)$", text, re.MULTILINE)
    assert product
    assert (team / product[1]).resolve() == ROOT


def test_page_is_one_page_and_its_links_lead_somewhere(team: Path) -> None:
    """The README is short, and what it links and names is there."""
    text = (team / "README.md").read_text(encoding="utf-8")
    targets = set(_TARGET.findall((team / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    assert (len(text.splitlines()) < 75, named - targets) == (True, set())
    assert [link for link in Page(team / "README.md").links if not (team / link).exists()] == []


def test_what_git_must_not_see_is_ignored(team: Path) -> None:
    """Each place with secrets, states or generated files stands in .gitignore."""
    repository = Repository(team)
    ignored = (team / ".gitignore").read_text(encoding="utf-8").splitlines()
    places = (repository.dotenv, repository.keys, repository.outdir, repository.keycloak_data, team / "cdktf.log")
    names = [place.name for place in places]
    assert [name for name in names if not {f"/{name}", f"/{name}/"} & set(ignored)] == []
    assert {"*.tfstate", "*.tfstate.*"} <= set(ignored)
