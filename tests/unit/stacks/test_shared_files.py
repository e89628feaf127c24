"""Files that environments share, and what may be extended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.valid_environment import VALID, fault, folder_with_prod

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one valid environment, `prod`."""
    return folder_with_prod(tmp_path)


def test_wrong_value_of_the_shared_file_is_named_there(folder: Path) -> None:
    """A value that comes from the shared file is reported with that file and line."""
    (folder / "_base.yaml").write_text("realm:\n  name: a/b\n", encoding="utf-8")
    text = VALID.replace("  name: ml-prod\n", "") + "extends: _base\n"
    assert fault(folder, text).startswith("environments/_base.yaml:2: realm.name: a realm name is part of URLs")


@pytest.mark.parametrize("base", ["_none", "prod", "../_base", "_b/../../secret", "_" + "x" * 70])
def test_extends_takes_a_shared_file_alone(folder: Path, base: str) -> None:
    """Only `_<name>.yaml` beside the file can be extended: no path leaves the folder, whatever stands there."""
    (folder / "_b").mkdir()
    (folder.parent / "secret.yaml").write_text(VALID, encoding="utf-8")
    assert fault(folder, f"{VALID}extends: {base}\n") == (
        f"environments/bad.yaml:9: extends names a shared file beside this one, '_<name>.yaml', got '{base}'"
    )


def test_extended_name_of_any_length_is_answered(folder: Path) -> None:
    """A name that no file system takes is no traceback."""
    assert fault(folder, f"{VALID}extends: _{'x' * 300}\n") == (
        "environments/bad.yaml:9: extends names a shared file beside this one, '_<name>.yaml', "
        f"got '_{'x' * 79}… (301 characters)'"
    )


def test_shared_file_extends_nothing(folder: Path) -> None:
    """One level of sharing keeps every value within two files."""
    (folder / "_base.yaml").write_text("extends: _other\n", encoding="utf-8")
    assert fault(folder, f"{VALID}extends: _base\n") == "environments/_base.yaml:1: a shared file cannot extend another"


def test_new_environment_needs_no_python(folder: Path) -> None:
    """A file that extends the shared one and says what differs is an environment."""
    (folder / "_base.yaml").write_text(VALID, encoding="utf-8")
    (folder / "qa.yaml").write_text("extends: _base\nrealm:\n  name: ml-qa\n", encoding="utf-8")
    environments = EnvironmentFiles(folder).load_all()
    assert list(environments) == ["prod", "qa"]
    assert environments["qa"].realm.name == "ml-qa"
    assert environments["qa"].sole_api.client_id == "scorer"
