"""Which `.env` a script of the Pipfile gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import REPOSITORY_VARIABLE, Repository
from tools import script_environment as module
from tools.script_environment import script_environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team's repository, and a product, each with a `.env`."""
    (tmp_path / "team" / "environments").mkdir(parents=True)
    (tmp_path / "team" / "environments" / "dev.yaml").touch()
    (tmp_path / "team" / ".env").write_text("KEYCLOAK_PASSWORD=of-team\n", encoding="utf-8")
    product = tmp_path / "product"
    product.mkdir()
    (product / ".env").write_text("KEYCLOAK_PASSWORD=of-product\nTF_VAR_smtp_password=product\n", encoding="utf-8")
    monkeypatch.setattr(module, "Repository", lambda: Repository(product))
    return tmp_path / "team"


def test_product_s_secrets_do_not_reach_another_repository(team: Path) -> None:
    """What Pipenv loaded from the product's `.env` gives way to the repository's; what the caller set stays."""
    loaded = {"KEYCLOAK_PASSWORD": "of-product", "TF_VAR_smtp_password": "product", "TF_VAR_other": "given"}
    expected = {"KEYCLOAK_PASSWORD": "of-team", "TF_VAR_other": "given", REPOSITORY_VARIABLE: str(team)}
    assert script_environment({**loaded, REPOSITORY_VARIABLE: str(team)}) == expected


def test_no_file_is_loaded_where_the_caller_says_so(team: Path) -> None:
    """`PIPENV_DONT_LOAD_ENV` leaves each `.env` out, as for a production environment."""
    given = {"KEYCLOAK_PASSWORD": "mine", "PIPENV_DONT_LOAD_ENV": "1", REPOSITORY_VARIABLE: str(team)}
    assert script_environment(given) == given


def test_the_product_s_own_is_left_to_pipenv() -> None:
    """Without `ENVIRONMENTS` nothing changes."""
    assert script_environment({"KEYCLOAK_PASSWORD": "mine"}) == {"KEYCLOAK_PASSWORD": "mine"}
