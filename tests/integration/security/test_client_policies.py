"""Whoever may create clients beside Terraform: what holds them to the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.baseline.answers import answer_of
from tests.support.declarations.provider_schema import NEWEST_SCHEMA, ProviderSchema
from tests.support.realms.default_realm import REDIRECT_URI
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.oauth_realm import OAuthRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]

LAX = {"clientId": "lax", "publicClient": True, "redirectUris": [REDIRECT_URI], "implicitFlowEnabled": True}
EXECUTORS = ("reject-implicit-grant", "pkce-enforcer")
"""What the policies demand of a client; they correct none, since a plan would never settle."""


def create(realm: OAuthRealm) -> str:
    """Create a client as an administrator by hand would; return the answer in words."""
    try:
        realm.admin.request("POST", f"realms/{realm.name}/clients", json=LAX)
    except ToolError as error:
        return "400" if " 400 " in str(error) else str(error)
    realm.admin.request("DELETE", f"realms/{realm.name}/clients/{realm.client_uuid('lax')}")
    return "201"


@pytest.fixture
def policies(prod: ProdRealm) -> Iterator[None]:
    """Client policies for every client of the realm, as provider 5.3 and newer can declare them."""
    path = f"realms/{prod.name}/client-policies"
    executors = [{"executor": name, "configuration": {"auto-configure": False}} for name in EXECUTORS]
    profile = {"name": "baseline", "executors": executors}
    policy: dict[str, Any] = {"name": "baseline", "enabled": True, "profiles": ["baseline"]}
    policy["conditions"] = [{"condition": "any-client", "configuration": {}}]
    prod.admin.request("PUT", f"{path}/profiles", json={"profiles": [profile]})
    prod.admin.request("PUT", f"{path}/policies", json={"policies": [policy]})
    yield
    prod.admin.request("PUT", f"{path}/policies", json={"policies": []})
    prod.admin.request("PUT", f"{path}/profiles", json={"profiles": []})


@pytest.mark.baseline(40)
def test_administrator_may_create_a_lax_client(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The gap: nothing in the realm holds a client that was made by hand to the baseline."""
    assert shown.here(f"no policy: {create(prod)}") == "no policy: 201"


@pytest.mark.baseline(40)
@pytest.mark.usefixtures("policies")
def test_client_policies_refuse_a_lax_client(prod: ProdRealm, shown: ShownAnswers) -> None:
    """With client policies the same client is refused, and those of ours that are there go on to work."""
    assert shown.here(f"with policies: {create(prod)}") == "with policies: 400"
    flow = prod.flow()
    assert answer_of(flow.redeem(flow.authorize()["code"])) == "200 token"


@pytest.mark.baseline(40)
def test_newest_provider_can_declare_them() -> None:
    """Provider 5.9.0 has the resources for these very policies; this machine may have an older one."""
    of_realm = {"realm_id": "r", "name": "baseline"}
    executors = [{"name": name, "configuration": {"auto-configure": "false"}} for name in EXECUTORS]
    policy = {**of_realm, "enabled": True, "profiles": ["baseline"], "condition": [{"name": "any-client"}]}
    stack = {
        "resource": {
            "keycloak_realm_client_policy_profile": {"p": {**of_realm, "executor": executors}},
            "keycloak_realm_client_policy_profile_policy": {"p": policy},
        }
    }
    assert ProviderSchema.load(NEWEST_SCHEMA).violations(stack) == []
