"""Each declaration is checked exactly once, whichever way it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.checks import check_declaration
from constructs_lib.ml_api_security import MlApiSecurity
from stacks.app import build_app
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import API, REALM, declare
from tests.support.declarations.synthesis import stack_with_provider

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the realms whose declarations are checked, in order."""
    realms: list[str] = []

    def noted(declaration: Declaration, *, features: ProviderFeatures) -> None:
        realms.append(declaration.realm.name)
        check_declaration(declaration, features=features)

    monkeypatch.setattr("constructs_lib.declaration.checked_declaration.check_declaration", noted)
    return realms


def test_files_are_checked_where_they_are_read(checks: list[str], tmp_path: Path) -> None:
    """The reader knows file and line; neither app nor construct checks what it hands on, with teams or without."""
    environments = EnvironmentFiles().check_all()
    realms = [checked.declaration.realm.name for checked in environments.values()]
    assert checks == realms
    build_app(environments, outdir=tmp_path)
    assert checks == realms


def test_environment_that_comes_unchecked_is_checked_by_the_app(checks: list[str], tmp_path: Path) -> None:
    """An environment that no reader checked is checked before its stacks are added."""
    environments = EnvironmentFiles().load_all()
    checks.clear()
    build_app(environments, outdir=tmp_path)
    assert checks == [environment.realm.name for environment in environments.values()]


def test_constructor_checks(checks: list[str]) -> None:
    """Who calls the constructor is checked, once."""
    MlApiSecurity(stack_with_provider(), "Security", realm=REALM, api=API)
    assert checks == ["ml-prod"]


def test_declaration_is_checked(checks: list[str]) -> None:
    """Who hands in a declaration is checked, once."""
    MlApiSecurity.from_declaration(stack_with_provider(), "Security", declare())
    assert checks == ["ml-prod"]


def test_checked_declaration_is_not_checked_again(checks: list[str]) -> None:
    """Who hands in a checked one is not."""
    checked = CheckedDeclaration(declare())
    MlApiSecurity.from_declaration(stack_with_provider(), "Security", checked)
    assert checks == ["ml-prod"]
