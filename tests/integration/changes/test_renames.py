"""`renamed_from`: what is renamed keeps its id, its grants and its members, and running callers are not refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.secret_names import client_secret_name
from stacks.environment import Environment
from tests.support.project.continuous_caller import ContinuousCaller
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.live_realm import LiveRealm
from tools.renames import due_renames, rename_in_keycloak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: each test changes what the one before it left.
pytestmark = pytest.mark.integration

REDIRECT = ["https://notebook.example.com/cb"]
FORMER = {"model": "fraud", "consumer": "batch", "group": "analysts", "person": "ada", "application": "notebook"}
NEW = {
    "model": "fraud-detector",
    "consumer": "batch-scorer",
    "group": "risk-analysts",
    "person": "ada.l",
    "application": "workbench",
}


def declared(realm: str, names: dict[str, str], former: dict[str, str]) -> Environment:
    """Return an environment with one thing of each kind by its name, and what it was called before."""
    was = {kind: {"renamed_from": name} for kind, name in former.items()}
    grants = {names["model"]: ["predict"]}
    data: dict[str, Any] = {
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "realm": {"name": realm, "ssl_required": "external", "login": {"verify_email": False}},
        "api": {"client_id": "scorer"},
        "models": {names["model"]: {"actions": ["predict", "explain"], **was.get("model", {})}, "other": {}},
        "groups": {names["group"]: {**grants, **was.get("group", {})}},
        "consumers": {
            names["consumer"]: {"grants": grants, **was.get("consumer", {})},
            "runner": {"grants": {**grants, "*": ["predict"]}},
        },
        "people": {
            names["person"]: {
                "email": "ada@example.com",
                "first_name": "Ada",
                "last_name": "Lovelace",
                "groups": [names["group"]],
                "grants": grants,
                **was.get("person", {}),
            }
        },
        "applications": {names["application"]: {"redirect_uris": REDIRECT, **was.get("application", {})}},
        "identity_providers": {
            "corp": {
                "type": "oidc",
                "issuer": "https://login.example.com",
                "authorization_url": "https://login.example.com/authorize",
                "token_url": "https://login.example.com/token",
                "jwks_url": "https://login.example.com/jwks",
                "client_id": "ml",
                "claims": {"groups": {"ML": names["group"]}},
            }
        },
    }
    return Environment.model_validate(data)


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """The realm by its former names, with somebody in the group who came from outside."""
    live = LiveEnvironment.apply(
        declared("renames", FORMER, {}),
        realm="renames",
        folder=tmp_path_factory.mktemp("renames"),
        keycloak=keycloak,
        private=private,
    )
    realm = LiveRealm(live.admin, live.realm)
    live.admin.request("POST", f"realms/{live.realm}/users", json={"username": "guest", "enabled": True})
    group = realm.group("analysts")["id"]
    live.admin.request("PUT", f"realms/{live.realm}/users/{realm.user('guest')['id']}/groups/{group}")
    yield live
    keycloak.admin.delete_realm(live.realm)


def identities(live: LiveEnvironment, names: dict[str, str]) -> dict[str, str]:
    """Return Keycloak's ids of what has these names, and a secret."""
    realm = LiveRealm(live.admin, live.realm)
    return {
        "role": realm.role("scorer", f"{names['model']}:predict")["id"],
        "group": realm.group(names["group"])["id"],
        "person": realm.user(names["person"])["id"],
        "consumer": realm.client(names["consumer"])["id"],
        "service account": realm.user(f"service-account-{names['consumer']}")["id"],
        "application": realm.client(names["application"])["id"],
    }


def test_ids_grants_and_members_stay(live: LiveEnvironment) -> None:
    """One deployment renames everything in place, while a caller calls all the while; nothing is made anew."""
    before = identities(live, FORMER)
    runner = live.machine("runner")
    with ContinuousCaller(
        live.endpoints, "scorer", ("fraud:predict", "fraud-detector:predict"), "model.fraud.predict", runner.credentials
    ) as caller:
        caller.wait_for_calls(3)
        environment = declared(live.realm, NEW, FORMER)
        live.private.keep_secret(client_secret_name(NEW["consumer"]), client_secret_name(FORMER["consumer"]))
        assert len(list(rename_in_keycloak(due_renames(environment, live.admin), live.realm, live.admin))) == 3
        assert due_renames(environment, live.admin) == ()
        changed = live.change(environment)["test"]
        caller.wait_for_calls(3)
    assert caller.losses == []
    assert identities(live, NEW) == before
    kept = ("keycloak_role", "keycloak_group", "keycloak_user", "keycloak_openid_client", "keycloak_user_roles")
    assert {change.actions for change in changed if change.resource_type in kept} <= {("update",)}
    assert live.plan() == []


def test_realm_holds_what_is_declared(live: LiveEnvironment) -> None:
    """Grants and members are those of before, outside ones too; a caller may ask for both names' scopes."""
    realm = LiveRealm(live.admin, live.realm)
    assert realm.groups == {"risk-analysts": {"corp"}}
    assert {name: realm.groups_of(name) for name in ("ada.l", "guest")} == {
        "ada.l": {"/risk-analysts"},
        "guest": {"/risk-analysts"},
    }
    assert realm.roles("scorer") == {
        *("fraud-detector:predict", "fraud-detector:explain", "other:predict"),
        *("every-model:predict", "every-model:explain", "model-api-access"),
    }
    assert realm.read("")["editUsernameAllowed"] is False
    for name in ("batch-scorer", "runner"):
        for scope in ("model.fraud.predict", "model.fraud-detector.predict"):
            assert live.tokens.roles(live.machine(name).ask(scope)) == ["fraud-detector:predict"]


def test_former_name_goes_with_its_key(live: LiveEnvironment) -> None:
    """Without `renamed_from` the scopes of the former name are gone, and who uses the new one is not refused."""
    runner = live.machine("runner")
    with ContinuousCaller(
        live.endpoints, "scorer", ("fraud-detector:predict",), "model.fraud-detector.predict", runner.credentials
    ) as caller:
        caller.wait_for_calls(3)
        changed = live.change(declared(live.realm, NEW, {}))["test"]
        caller.wait_for_calls(3)
    assert caller.losses == []
    assert {change.resource_type for change in changed if "delete" in change.actions} == {
        "keycloak_openid_client_scope",
        "keycloak_generic_role_mapper",
    }
    assert live.plan() == []
    assert live.machine("runner").ask("model.fraud.predict").json()["error"] == "invalid_scope"
