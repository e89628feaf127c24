"""Teams in files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.team_folder import ENVIRONMENT, ENVIRONMENT_FILE, TEAM, TEAM_FILE, fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an environment, `demo`, and a team, `risk`."""
    return write_folder(tmp_path)


def test_name_that_two_teams_declare_is_named_in_both_files(folder: Path) -> None:
    """Neither team came first: the message names both places."""
    second = TEAM.replace("analysts", "scientists").replace("ada", "bob")
    (folder / TEAM_FILE).with_name("sales.yaml").write_text(second, encoding="utf-8")
    assert fault(folder) == (
        "environments/demo/teams/sales.yaml:2: realm 'ml': client 'batch' is declared by team 'risk' "
        "as consumers.batch and by team 'sales' as consumers.batch: rename one of the two "
        "(environments/demo/teams/risk.yaml:2)"
    )


def test_team_that_stands_in_two_places_is_refused(folder: Path) -> None:
    """A file does not silently replace what the environment's own file says of the team."""
    text = f"{ENVIRONMENT}teams:\n  risk:\n    consumers: {{other: {{every_model: true}}}}\n"
    (folder / ENVIRONMENT_FILE).write_text(text, encoding="utf-8")
    assert (
        fault(folder) == f"{ENVIRONMENT_FILE}:18: team 'risk' is declared here and in {TEAM_FILE}: keep one of the two"
    )


def test_teams_that_are_no_mapping_are_refused(folder: Path) -> None:
    """A list of teams is not silently replaced by the files."""
    (folder / ENVIRONMENT_FILE).write_text(f"{ENVIRONMENT}teams: [risk]\n", encoding="utf-8")
    assert (
        fault(folder)
        == f"{ENVIRONMENT_FILE}:17: teams: write a mapping of keys, 'name:' on each line, in place of the list"
    )


def test_team_name_that_no_stack_can_have_is_refused(folder: Path) -> None:
    """The file's name is the team's, and part of its stack's name."""
    (folder / TEAM_FILE).rename((folder / TEAM_FILE).with_name("Risk.yaml"))
    assert fault(folder) == (
        "environments/demo/teams/Risk.yaml:1: teams.Risk: a team name is part of a stack's name: "
        "use 1 to 30 lower-case letters, digits or '-', got 'Risk'"
    )


def test_pasted_private_key_is_refused_and_not_repeated(folder: Path) -> None:
    """A private key in a file is named with its line, not printed."""
    jwks = '{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","d":"canary"}]}'
    auth = f"    auth:\n      method: private_key_jwt\n      jwks: '{jwks}'\n"
    (folder / TEAM_FILE).write_text(TEAM.replace("  batch:\n", f"  batch:\n{auth}"), encoding="utf-8")
    assert fault(folder) == (
        f"{TEAM_FILE}:5: consumers.batch.auth.jwks: this is a private key: "
        "replace the key pair, and write its public key alone"
    )


def test_team_files_belong_to_their_environment(folder: Path) -> None:
    """Each file is a team of that environment, named after the file; another environment has none of them."""
    other = ENVIRONMENT.replace("name: ml", "name: other", 1)
    (folder / "environments" / "other.yaml").write_text(other, encoding="utf-8")
    environments = EnvironmentFiles(folder / "environments").load_all()
    assert {name: list(environment.teams) for name, environment in environments.items()} == {
        "demo": ["risk"],
        "other": [],
    }
    assert list(environments["demo"].teams["risk"].consumers) == ["batch"]


def test_environments_with_one_stack_in_common_are_refused(folder: Path) -> None:
    """The models of `demo-team` would stand in the state of the team `models` of `demo`."""
    teams = folder / "environments" / "demo" / "teams"
    (teams / "models.yaml").write_text("consumers: {}\n", encoding="utf-8")
    other = f"{ENVIRONMENT.replace('name: ml', 'name: other', 1)}teams: {{risk: {{}}}}\n"
    (folder / "environments" / "demo-team.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder / "environments").load_all()
    assert str(caught.value) == (
        "environments/demo-team.yaml: 'demo-team-models' is a stack of environment 'demo' too: rename the file"
    )


@pytest.mark.parametrize("name", ["demo-models", "demo-shared", "demo-team-risk"])
def test_environment_with_the_name_of_a_stack_is_refused(folder: Path, name: str) -> None:
    """Two stacks cannot have one name, and so one state."""
    alone = ENVIRONMENT.replace("name: ml\n", "name: other\n")
    (folder / "environments" / f"{name}.yaml").write_text(alone, encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder / "environments").load_all()
    assert str(caught.value) == (
        f"environments/{name}.yaml: '{name}' is a stack of environment 'demo': rename the file"
    )


@pytest.mark.parametrize("stray", ["teams/sub/risk.yaml", "team/risk.yaml", "risk.yaml"])
def test_team_file_that_would_be_passed_over_is_an_error(folder: Path, stray: str) -> None:
    """A team's file that stands elsewhere would not be read: nobody would hear that its consumers are gone."""
    path = (folder / TEAM_FILE).parents[1] / stray
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEAM, encoding="utf-8")
    assert fault(folder) == (
        f"environments/demo/{stray}: a team's file belongs in environments/demo/teams/: move it there"
    )


def test_plain_file_in_place_of_the_folder_of_teams_is_an_error(folder: Path) -> None:
    """It looks like the teams' declarations, and would not be read."""
    (folder / TEAM_FILE).unlink()
    teams = (folder / TEAM_FILE).parent
    teams.rmdir()
    teams.write_text(TEAM, encoding="utf-8")
    assert fault(folder) == (
        "environments/demo/teams: this is a folder, with a file for each team: "
        "remove it, or move it to environments/demo/teams/<team>.yaml"
    )
