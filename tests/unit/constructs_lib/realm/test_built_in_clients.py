"""What Keycloak's own clients may ask for, and what everybody may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.declarations import build, build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

OWN_ACCOUNT = ["account/manage-account", "account/view-profile"]


def default_roles(features: ProviderFeatures, *, offline_access: bool) -> list[str]:
    """Return the default roles of a realm with one application."""
    application = {"redirect_uris": ["https://a.example.com/cb"], "offline_access": offline_access}
    stack = build_declaration(declare(applications={"notebook": application}), features)
    return list(stack.resource("keycloak_default_roles")["default_roles"])


def test_built_in_clients_have_no_optional_scope() -> None:
    """All that log somebody in are found by name, and have their optional scopes taken away, `offline_access` too."""
    stack = build()
    ((name, client),) = stack.json["data"]["keycloak_openid_client"].items()
    (scopes,) = [each for each in stack.resources("keycloak_openid_client_optional_scopes") if "for_each" in each]
    assert scopes["optional_scopes"] == []
    assert scopes["client_id"] == f"${{data.keycloak_openid_client.{name}[each.key].id}}"
    assert client["for_each"] == scopes["for_each"]
    (listed,) = [value for key, value in stack.json["locals"].items() if "LoggingIn" in key]
    assert sorted(listed) == ["account", "account-console", "admin-cli", "security-admin-console"]


def test_nobody_may_have_an_offline_token_unasked() -> None:
    """Keycloak's default role `offline_access` is taken away; provider 4.5.0 sees roles of the realm alone."""
    assert default_roles(OLDEST, offline_access=False) == []
    assert default_roles(NEWEST, offline_access=False) == OWN_ACCOUNT


def test_everybody_may_where_an_application_is_declared_to() -> None:
    """The role stays where an application needs it."""
    assert default_roles(OLDEST, offline_access=True) == ["offline_access"]
    assert default_roles(NEWEST, offline_access=True) == [*OWN_ACCOUNT, "offline_access"]
