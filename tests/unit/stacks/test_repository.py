"""Where everything of an environment lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE, Repository, local_state_path
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

WRONG = "keycloak: {url: https://sso.example.com}\nrealm: {nam: ml}\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder `team` with one environment, which is wrong in its second line."""
    (tmp_path / "team" / "environments").mkdir(parents=True)
    (tmp_path / "team" / "environments" / "dev.yaml").write_text(WRONG, encoding="utf-8")
    return tmp_path / "team"


def named(environments: str, caller: Path) -> Repository:
    """Return the repository that somebody in a folder names."""
    return Repository.of({REPOSITORY_VARIABLE: environments, CALLER_VARIABLE: str(caller)})


def fault(environments: str, caller: Path) -> str:
    """Return what is said to somebody who names no repository."""
    with pytest.raises(EnvironmentFileError) as caught:
        named(environments, caller)
    return str(caught.value)


def test_missing_folder_is_said(team: Path) -> None:
    """A folder that is not there is named with what it was taken for, and with how to write one."""
    assert fault("taem", team.parent) == (
        f"ENVIRONMENTS=taem: there is no folder {team.parent}/taem: "
        "correct the path, or write a repository by make init FOLDER=taem"
    )


def test_folder_without_environments_is_said(team: Path) -> None:
    """Nothing to deploy is an error, not an empty app."""
    (team / "environments" / "dev.yaml").unlink()
    assert fault("team", team.parent) == (
        f"ENVIRONMENTS=team: there is no environment in {team}/environments: add one, such as environments/dev.yaml, "
        "or name a new folder and run make init FOLDER=<folder>"
    )


@pytest.mark.parametrize(
    ("environments", "above"), [("team/environments", "team"), ("./team/environments/", "team"), ("environments", ".")]
)
def test_folder_of_the_files_themselves_is_said(team: Path, environments: str, above: str) -> None:
    """Who names the folder of the files learns which one to name."""
    caller = team if above == "." else team.parent
    assert fault(environments, caller).endswith(f": name the folder above it: ENVIRONMENTS={above}")


def test_product_is_no_repository_of_ones_own() -> None:
    """A path that was resolved in the wrong folder does not lead to the product's own environments."""
    assert fault(".", ROOT) == (
        f"ENVIRONMENTS=.: this is the product's own folder, {ROOT}: leave ENVIRONMENTS out, or name yours"
    )


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_name_is_refused(empty: str) -> None:
    """A pipeline's variable that nobody set does not mean the product's own environments."""
    with pytest.raises(EnvironmentFileError, match="ENVIRONMENTS is set and empty: name a folder, or leave it out"):
        Repository.of({REPOSITORY_VARIABLE: empty})


def test_a_file_is_no_repository(tmp_path: Path) -> None:
    """The path of an environment file is answered with what to name instead."""
    file = tmp_path / "dev.yaml"
    file.write_text("realm: {}\n", encoding="utf-8")
    with pytest.raises(EnvironmentFileError, match="this is a file: name the folder that holds environments/"):
        Repository.of({REPOSITORY_VARIABLE: str(file)})


def test_without_a_name_it_is_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset, everything lies in the checkout, from whatever folder a command is called."""
    monkeypatch.chdir("/")
    repository = Repository.of({})
    places = (repository.environments, repository.stack_folder("dev"), repository.dotenv, repository.keycloak_data)
    assert (repository.is_product, [str(place.relative_to(ROOT)) for place in places]) == (
        True,
        ["environments", "cdktf.out/stacks/dev", ".env", ".cache/keycloak"],
    )


def test_everything_of_a_team_lies_in_its_folder(team: Path) -> None:
    """Not one place is in the product's tree."""
    repository = named("team", team.parent)
    places = [
        repository.environments,
        repository.outdir,
        repository.sarif,
        repository.dotenv,
        repository.keys,
        repository.keycloak_data,
        repository.snapshots,
        repository.stack_folder("dev"),
        repository.stack_folder("dev") / local_state_path("dev"),
    ]
    assert [place.resolve().is_relative_to(team) for place in places] == [True] * len(places)


@pytest.mark.parametrize(
    ("environments", "caller", "shown"),
    [
        ("team", ".", "team/environments/dev.yaml"),
        ("./team/", ".", "team/environments/dev.yaml"),
        (".", "team", "environments/dev.yaml"),
        ("..", "team/environments", "../environments/dev.yaml"),
        ("../team", "other", "../team/environments/dev.yaml"),
        ("{team}", "team", "environments/dev.yaml"),
        ("{team}", "other", "{team}/environments/dev.yaml"),
    ],
)
def test_messages_name_paths_as_the_user_sees_them(team: Path, environments: str, caller: str, shown: str) -> None:
    """A fault's file can be opened from the folder in which the command was called."""
    repository = named(environments.format(team=team), (team.parent / caller).resolve())
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles.of(repository).load_all()
    assert str(caught.value).partition(": ")[0] == f"{shown.format(team=team)}:2"


def test_relative_to_home(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde that no shell has replaced, as in `make ENVIRONMENTS=~/team`, is the user's home."""
    monkeypatch.setenv("HOME", str(team.parent))
    assert named("~/team", ROOT).root == team


@pytest.mark.parametrize(
    ("environments", "caller", "command"),
    [("team", ".", "make deploy ENVIRONMENTS=team"), (".", "team", "make deploy")],
)
def test_commands_are_named_as_the_user_writes_them(team: Path, environments: str, caller: str, command: str) -> None:
    """A hint can be typed where the user stands: in the product's folder it names the repository."""
    assert named(environments, (team.parent / caller).resolve()).command("make deploy") == command


def test_value_is_found_in_the_team_s_folder(team: Path) -> None:
    """What edits a file finds it, however messages name it."""
    files = EnvironmentFiles.of(named("../team", team.parent / "other"))
    assert files.file_of("dev", ("realm", "nam")) == (team / "environments" / "dev.yaml", ("realm", "nam"))
