"""A folder with one environment that no check objects to, and what is said of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles

__all__ = ["VALID", "fault", "folder_with_prod", "lines_of_file"]

VALID = """\
keycloak:
  url: https://sso.example.com
realm:
  name: ml-prod
  login:
    verify_email: false
api:
  client_id: scorer
"""


def folder_with_prod(parent: Path) -> Path:
    """Write `environments/prod.yaml` below a folder, and return `environments`."""
    folder = parent / "environments"
    folder.mkdir()
    (folder / "prod.yaml").write_text(VALID, encoding="utf-8")
    return folder


def fault(folder: Path, text: str) -> str:
    """Return what is said of an environment `bad` of this text, which is refused."""
    (folder / "bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("bad")
    return str(caught.value)


def lines_of_file(folder: Path, text: str) -> list[str]:
    """Return what is said of a file, without the file's name; nothing where it is taken."""
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    try:
        EnvironmentFiles(folder, shown=Path("e"), features=ProviderFeatures()).load("mine")
    except EnvironmentFileError as error:
        return [line.removeprefix("e/mine.yaml:") for line in error.lines]
    return []
