"""A declaration that passed the checks, and what follows from it."""

from __future__ import annotations

import dataclasses

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.provider_features import ProviderFeatures
from tests.support.declarations.declarations import declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

pytestmark = pytest.mark.unit

OLD_TERRAFORM = ProviderFeatures.of("5.9.0", terraform="1.10.5")


def test_contradicting_declaration_cannot_be_one() -> None:
    """Whoever holds one need not check: there is no way to make one of what does not hold together."""
    with pytest.raises(DeclarationError, match="unknown model 'frud'"):
        CheckedDeclaration(declare(groups={"analysts": {"frud": ["predict"]}}, external_people=True))


def test_replaced_declaration_is_checked() -> None:
    """What is changed afterwards is another one, and is checked as such."""
    checked = CheckedDeclaration(declare())
    with pytest.raises(DeclarationError, match="secret_storage 'write_only' needs"):
        dataclasses.replace(checked, declaration=declare(secret_storage="write_only"))


def test_other_features_are_refused() -> None:
    """What was checked for one provider is not taken for checked for another."""
    checked = CheckedDeclaration(declare(), NEWEST)
    with pytest.raises(ValueError, match="realm 'ml-prod' was checked for other features: pass it unchecked"):
        CheckedDeclaration.of(checked, OLDEST)


def test_checked_declaration_stays_itself() -> None:
    """It is handed on as it is, features included."""
    checked = CheckedDeclaration(declare(), NEWEST)
    assert CheckedDeclaration.of(checked) is checked
    assert CheckedDeclaration.of(checked, NEWEST) is checked


def test_default_is_what_every_version_can() -> None:
    """Who says nothing of the provider gets what is valid for all accepted ones."""
    assert CheckedDeclaration(declare()).features == OLDEST


@pytest.mark.parametrize(
    ("storage", "features", "expected"),
    [
        (None, OLDEST, False),
        (None, OLD_TERRAFORM, False),
        (None, NEWEST, True),
        ("state", NEWEST, False),
        ("write_only", NEWEST, True),
        ("write_only", OLD_TERRAFORM, True),
    ],
)
def test_storage_of_secrets_follows(storage: str | None, features: ProviderFeatures, *, expected: bool) -> None:
    """What is declared decides; left out, secrets are write-only where both provider and Terraform can do it."""
    assert CheckedDeclaration(declare(secret_storage=storage), features).writes_secrets_only is expected
