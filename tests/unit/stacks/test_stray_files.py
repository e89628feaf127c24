"""Files of teams that would be passed over, or are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.valid_environment import folder_with_prod

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one valid environment, `prod`."""
    return folder_with_prod(tmp_path)


def test_stray_files_are_not_passed_over(folder: Path) -> None:
    """A team file with another ending, or beside a misspelt environment, is an error instead of a missing team."""
    for path in ("prod/teams/risk.yml", "prd/teams/risk.yaml"):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text("consumers: {}\n", encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load_all()
    assert caught.value.lines == (
        "environments/prod/teams/risk.yml: environment files end in .yaml: rename it to risk.yaml",
        "environments/prd/teams: there is no environment 'prd': did you mean 'prod'?",
    )


@pytest.mark.parametrize("name", ["\udcff", "${file('x')}", "TfToken[x]"])
def test_name_of_a_teams_file_is_text(folder: Path, name: str) -> None:
    """A team's name is checked before anything else reads it: not UTF-8, or an expression."""
    teams = folder / "prod" / "teams"
    teams.mkdir(parents=True)
    (teams / f"{name}.yaml").write_text("consumers: {}\n", encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("prod")
    shown = name.replace("\udcff", "\\udcff")
    assert str(caught.value) == (
        f"environments/prod/teams/{shown}.yaml: a team's name is 1 to 30 lower-case letters, digits or '-': "
        "rename the file"
    )


def test_folder_of_teams_does_not_lead_elsewhere(folder: Path) -> None:
    """A link in place of the teams' folder is no way to files beside the environments."""
    (folder.parent / "teams").mkdir()
    (folder.parent / "teams" / "risk.yaml").write_text("consumers: {}\n", encoding="utf-8")
    (folder / "prod").mkdir()
    (folder / "prod" / "teams").symlink_to("../../teams")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("prod")
    assert str(caught.value) == (
        "environments/prod/teams/risk.yaml: cannot be read: a link leads out of environments/: "
        "put the file itself there"
    )
