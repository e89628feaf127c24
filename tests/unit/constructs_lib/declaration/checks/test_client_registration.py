"""Clients that register themselves: what a declaration must say beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError, Finding
from tests.support.declarations.declarations import NO_MAIL, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

KEY = ("realm", "client_registration")


def findings(*, features: ProviderFeatures = NEWEST, scopes: object = None, **realm: object) -> list[Finding]:
    """Return what the checks say of a realm where clients register."""
    registration = {
        "redirect_hosts": ["agents.example.com"],
        "scopes": scopes or {"fraud": ["predict"]},
        "max_clients": 50,
    }
    declaration = declare(realm={"name": "ml", "login": NO_MAIL, "client_registration": registration, **realm})
    try:
        check_declaration(declaration, features=features)
    except DeclarationError as error:
        return list(error.findings)
    return []


def test_older_provider_is_refused() -> None:
    """In one line, with what there is and both ways out."""
    (found,) = findings(features=OLDEST)
    assert found.path == KEY
    assert found.message == (
        "realm 'ml': client_registration needs the Keycloak provider 5.9.0 or newer, got 4.5.0: upgrade it "
        "(docs/how-to/upgrade-the-provider.md), or remove the key"
    )


def test_realm_without_policies_is_refused() -> None:
    """Nothing else holds them to PKCE."""
    (found,) = findings(client_policies=False)
    assert found.path == KEY
    assert found.message == (
        "realm 'ml': client_registration: nothing would hold such clients to PKCE: remove client_policies: false, "
        "or the key"
    )


@pytest.mark.parametrize(
    ("scopes", "path", "message"),
    [
        ({"fraudd": ["predict"]}, ("fraudd",), "no model 'fraudd': did you mean 'fraud'?"),
        ({"fraud": ["predict", "explan"]}, ("fraud", 1), "model 'fraud' has no action 'explan'"),
        ({"fraud": []}, ("fraud",), "model 'fraud' has no action: add one, or remove the model"),
    ],
)
def test_what_is_not_there_is_refused(scopes: object, path: tuple[str | int, ...], message: str) -> None:
    """Models and actions are declared ones."""
    (found,) = findings(scopes=scopes)
    assert found.path == (*KEY, "scopes", *path)
    assert message in found.message


def test_newest_provider_takes_it() -> None:
    """5.9.0 writes it."""
    assert findings() == []
