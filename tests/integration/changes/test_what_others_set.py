"""What others set of a realm stays, or is said before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stacks.environment import Environment
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.terraform_run import TerraformRun
from tests.support.servers.keycloak import provider_variables
from tools.realm_attributes import foreign_attributes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration


def declared(realm: str, url: str = "http://127.0.0.1:8080", **settings: object) -> Environment:
    """Return a small environment."""
    data: dict[str, Any] = {
        "keycloak": {"url": url},
        "realm": {"name": realm, "ssl_required": "external", "login": {"verify_email": False}, **settings},
        "api": {"client_id": "scorer"},
    }
    return Environment.model_validate(data)


def test_themes_stay_and_attributes_are_declared(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path
) -> None:
    """A theme is left alone, a declared attribute stays, another is named before it goes, one taken out goes."""
    attributes = {"frontendUrl": keycloak.url}
    live = LiveEnvironment.apply(
        declared("others", attributes=attributes), realm="others", folder=tmp_path, keycloak=keycloak, private=private
    )
    path = f"realms/{live.realm}"
    assert list(foreign_attributes(live.environment, live.admin)) == []
    whole = live.admin.get(path).json()
    theirs = {"loginTheme": "keycloak", "attributes": {**whole["attributes"], "acr.loa.map": "{}"}}
    live.admin.request("PUT", path, json={**whole, **theirs})
    assert live.plan() == []
    (line,) = foreign_attributes(live.environment, live.admin)
    assert "attribute 'acr.loa.map', which is not declared" in line
    live.change(declared(live.realm, attributes=attributes, display_name="Changed"))
    changed = live.admin.get(path).json()
    assert (changed["loginTheme"], changed["attributes"]["frontendUrl"]) == ("keycloak", keycloak.url)
    assert "acr.loa.map" not in changed["attributes"]
    live.change(declared(live.realm, display_name="Changed"))
    assert "frontendUrl" not in live.admin.get(path).json()["attributes"]
    assert live.plan() == []
    keycloak.admin.delete_realm(live.realm)


def test_realm_of_others_is_not_destroyed(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> None:
    """Outside loopback Terraform refuses to destroy the realm and to rename it, until it may be destroyed."""
    name = "protected-realm"
    first = declared(name, "https://sso.example.com")
    variables = {**provider_variables(keycloak), **private.variables(first)}
    run = TerraformRun(tmp_path, variables, protected=True)
    run.apply(first)
    assert run.plan(first) == []
    with pytest.raises(AssertionError, match="Instance cannot be destroyed"):
        run.destroy()
    with pytest.raises(AssertionError, match="Instance cannot be destroyed"):
        run.plan(declared("another-name", "https://sso.example.com"))
    assert keycloak.admin.realm_exists(name)
    run.protected = False
    run.apply(first)
    run.destroy()
    assert not keycloak.admin.realm_exists(name)
