"""A folder with one environment that no check objects to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["VALID", "folder_with_prod"]

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
