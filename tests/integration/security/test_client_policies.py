"""Whoever may create clients beside Terraform: what holds them to the baseline."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.props import ApplicationProps
from stacks.installed_features import installed_features
from tests.integration.security.prod_realm import CONSOLES, EDGE, NOTEBOOK, SCOPE, TRAINER
from tests.support.baseline.answers import answer_of
from tests.support.declarations.provider_schema import NEWEST_SCHEMA, ProviderSchema
from tests.support.declarations.synthesis import NEWEST, synthesize_stacks
from tests.support.realms.client_policies import parts_of, policies_for_a_while
from tests.support.realms.default_realm import REDIRECT_URI
from tests.support.realms.live_environment import LiveEnvironment
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.declarations.synthesis import Synthesized
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.security]

SOUND: dict[str, Any] = {
    "publicClient": True,
    "redirectUris": [REDIRECT_URI],
    "implicitFlowEnabled": False,
    "directAccessGrantsEnabled": False,
    "fullScopeAllowed": False,
    "attributes": {"pkce.code.challenge.method": "S256"},
}
"""What the Admin Console sends for a client that meets the baseline."""
LAX: dict[str, dict[str, Any]] = {
    "implicit flow": {"implicitFlowEnabled": True},
    "password grant": {"directAccessGrantsEnabled": True},
    "no PKCE": {"attributes": {}},
    "every role": {"fullScopeAllowed": True},
    "http": {"redirectUris": ["http://app.example.com/callback"]},
    "wildcard": {"redirectUris": ["https://app.example.com/*"]},
    "shared key": {"publicClient": False, "clientAuthenticatorType": "client-secret-jwt"},
    "SAML": {"protocol": "saml", "attributes": {}},
}
"""What falls short of it."""
LOOPBACK = {
    "http://127.0.0.1/callback": "201",
    "http://127.8.8.8:8888/callback": "201",
    "http://[::1]/callback": "201",
    "http://[::1]:8888/callback": "201",
    "http://[::2]/callback": "400",
    "http://app.example.com/callback": "400",
    "http://127.0.0.1.example.com/callback": "400",
    "http://app.example.com/?https://app.example.com": "400",
}
"""Redirect URIs, and what comes of a client with them."""


def create(admin: KeycloakAdmin, realm: str, changed: Mapping[str, Any]) -> str:
    """Create a client as an administrator by hand would, and remove it; return the status."""
    try:
        admin.request("POST", f"realms/{realm}/clients", json={"clientId": "by-hand", **SOUND, **changed})
    except ToolError as error:
        return "400" if " 400 " in str(error) else str(error)
    (made,) = admin.get(f"realms/{realm}/clients", clientId="by-hand").json()
    admin.request("DELETE", f"realms/{realm}/clients/{made['id']}")
    return "201"


def representation(kind: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return executors or conditions of a stack as the provider sends them."""
    return parts_of(kind, ((part["name"], part.get("configuration", {})) for part in parts))


def synthesized(prod: ProdRealm, **changed: object) -> Synthesized:
    """Return the realm's stack with a provider that has client policies, and changes to what is declared."""
    realm = prod.live.environment.realm.model_copy(update={"client_policies": True})
    environment = prod.live.environment.model_copy(update={"realm": realm, **changed})
    return synthesize_stacks("prod", environment, NEWEST)["prod"]


@pytest.fixture
def policies(prod: ProdRealm) -> Iterator[None]:
    """The very policies that are synthesized for this realm where the provider has them."""
    with policed(prod, synthesized(prod)):
        yield


def policed(prod: ProdRealm, stack: Synthesized) -> AbstractContextManager[None]:
    """Give the realm the policies of a stack for a while."""
    profiles = [
        {"name": profile["name"], "executors": representation("executor", profile["executor"])}
        for profile in stack.resources("keycloak_realm_client_policy_profile")
    ]
    rules = [
        {
            "name": policy["name"],
            "enabled": policy["enabled"],
            "profiles": [policy["name"]],
            "conditions": representation("condition", policy["condition"]),
        }
        for policy in stack.resources("keycloak_realm_client_policy_profile_policy")
    ]
    return policies_for_a_while(prod.admin, prod.name, profiles, rules)


@pytest.mark.baseline(40)
@pytest.mark.parametrize("fault", LAX)
def test_administrator_may_create_a_lax_client(prod: ProdRealm, shown: ShownAnswers, fault: str) -> None:
    """The gap, with provider 5.2 and older: nothing in the realm holds a client made by hand to the baseline."""
    assert shown.here(f"no policies: {create(prod.admin, prod.name, LAX[fault])}") == "no policies: 201"


@pytest.mark.baseline(40)
@pytest.mark.usefixtures("policies")
@pytest.mark.parametrize("fault", LAX)
def test_client_policies_refuse_a_lax_client(prod: ProdRealm, shown: ShownAnswers, fault: str) -> None:
    """With client policies the same client is refused, and a sound one is made."""
    assert shown.here(f"with policies: {create(prod.admin, prod.name, LAX[fault])}") == "with policies: 400"
    assert create(prod.admin, prod.name, {}) == "201"


@pytest.mark.baseline(40)
def test_http_stays_on_loopback(prod: ProdRealm) -> None:
    """Where an application listens on the person's own machine, its address is taken in each form, and no other's."""
    listener = ApplicationProps(redirect_uris=("http://[::1]/callback",))
    with policed(prod, synthesized(prod, applications={"listener": listener})):
        answers = {url: create(prod.admin, prod.name, {"redirectUris": [url]}) for url in LOOPBACK}
        called = {
            f"{scheme}: {name}": create(
                prod.admin, prod.name, {"attributes": {**SOUND["attributes"], name: f"{scheme}://keys.example.com/"}}
            )
            for scheme in ("http", "https")
            for name in ("jwks.url", "backchannel.logout.url")
        }
    assert answers == LOOPBACK
    assert list(called.values()) == ["400", "400", "201", "201"]


@pytest.mark.baseline(40)
@pytest.mark.usefixtures("policies")
def test_our_clients_go_on_to_work(prod: ProdRealm) -> None:
    """Ours and Keycloak's own consoles log in and get tokens as before."""
    flow = prod.flow(NOTEBOOK)
    assert answer_of(flow.redeem(flow.authorize(scope=f"openid {SCOPE}")["code"])) == "200 token"
    for console in CONSOLES:
        assert answer_of(prod.flow(console).tokens()) == "200 token"
    for machine in (TRAINER, EDGE):
        assert answer_of(prod.ask(machine, grant_type="client_credentials", scope=SCOPE)) == "200 token"


@pytest.mark.baseline(8, 40)
@pytest.mark.usefixtures("policies")
def test_keycloaks_own_account_needs_a_challenge(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Client policies hold Keycloak's own clients to PKCE as well."""
    answer = prod.flow("account").request(code_challenge=None, code_challenge_method=None)
    assert shown.here(f"account, with policies: {answer_of(answer)}") == "account, with policies: 302 invalid_request"


@pytest.mark.baseline(40)
def test_newest_provider_can_declare_them(prod: ProdRealm) -> None:
    """Provider 5.9.0 has the resources for these very policies; this machine may have an older one."""
    assert ProviderSchema.load(NEWEST_SCHEMA).violations(synthesized(prod).json) == []


@pytest.mark.baseline(40)
def test_applied_policies_settle(
    prod: ProdRealm, keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path
) -> None:
    """Where the provider of this machine has them, Terraform applies them, plans nothing more, and can change them."""
    features = installed_features()
    if not features.client_policies:
        warnings.warn(f"provider {features.version} has no client policies: they were not applied", stacklevel=1)
        return
    settings = prod.live.environment.realm.model_copy(update={"client_policies": True})
    environment = prod.live.environment.model_copy(update={"realm": settings})
    live = LiveEnvironment.apply(environment, realm="policed", folder=tmp_path, keycloak=keycloak, private=private)
    assert live.plan() == []
    assert [create(live.admin, live.realm, changed) for changed in LAX.values()] == ["400"] * len(LAX)
    without = live.environment.realm.model_copy(update={"client_policies": False})
    live.change(live.environment.model_copy(update={"realm": without}))
    assert live.plan() == []
    keycloak.admin.delete_realm(live.realm)
