"""An environment's only API becomes one of several: its client, its secret, its roles and everybody's grants stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.secret_names import client_secret_name
from stacks.environment import Environment
from tests.support.audit.audited import audited
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.live_realm import LiveRealm
from tools.proof import token_facts
from tools.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: each test changes what the one before it left.
pytestmark = pytest.mark.integration

AUDIENCE, OTHER = "urn:example:models", "urn:example:features"
CONSUMERS: dict[str, Any] = {
    "batch": {"grants": {"fraud": ["predict"]}},
    "runner": {"grants": {"*": ["predict"]}},
    "device": {"dpop": True, "grants": {"fraud": ["predict"]}},
    "admin": {"every_model": True},
}


def one(realm: str) -> Environment:
    """Return an environment with one API."""
    return Environment.model_validate(
        {
            "keycloak": {"url": "http://127.0.0.1:8080"},
            "realm": {"name": realm, "ssl_required": "external", "login": {"verify_email": False}},
            "api": {"client_id": "scorer", "audience": AUDIENCE, "service_accounts": True},
            "models": {"fraud": {}, "churn": {}},
            "consumers": CONSUMERS,
        }
    )


def two(realm: str, former: str | None = "api", name: str = "scoring") -> Environment:
    """Return the same with a second API; the first one has a name."""
    data = one(realm).model_dump(exclude_unset=True)
    api = {**data.pop("api"), "access_role": "model-api-access", **({"renamed_from": former} if former else {})}
    data["apis"] = {name: api, "features": {"client_id": "feature-store", "audience": OTHER}}
    models = {"fraud": {"api": name}, "churn": {"api": name}}
    data["models"] = {**models, "users": {"api": "features", "actions": ["read", "predict"]}}
    data["consumers"] = {
        "batch": {"grants": {"fraud": ["predict"], "users": ["read"]}},
        "runner": CONSUMERS["runner"],
        "device": CONSUMERS["device"],
        "admin": {"every_model": [name]},
    }
    return Environment.model_validate(data)


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """One API, applied."""
    folder = tmp_path_factory.mktemp("one")
    live = LiveEnvironment.apply(one("one"), realm="one", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def identities(live: LiveEnvironment, every_model: str) -> dict[str, str]:
    """Return Keycloak's ids of what the API has, and of who calls it."""
    realm = LiveRealm(live.admin, live.realm)
    return {
        "client": realm.client("scorer")["id"],
        "access role": realm.role("scorer", "model-api-access")["id"],
        "role": realm.role("scorer", "fraud:predict")["id"],
        "every model": realm.role("scorer", every_model)["id"],
        "consumer": realm.client("batch")["id"],
        "account": realm.user("service-account-batch")["id"],
    }


def facts(live: LiveEnvironment) -> set[tuple[str, str, tuple[str, ...]]]:
    """Return what the check after a deployment finds: who, whom the token is for, which roles."""
    variables = {**live.run.variables, "TF_VAR_keycloak_url": live.private.url}
    found = token_facts(Target(live.realm, live.environment), variables)
    return {(each.principal, each.audience, tuple(sorted(each.roles))) for each in found}


def test_only_api_gets_a_name(live: LiveEnvironment) -> None:
    """One deployment names it and adds another: ids, secret and grants are those of before, and no client goes."""
    before = identities(live, "every-model:predict")
    secret = live.private.secret(client_secret_name("scorer"))
    changed = live.change(two(live.realm))["test"]
    assert identities(live, "every-model.scoring:predict") == before
    assert live.private.secret(client_secret_name("scorer")) == secret
    gone = {change.resource_type for change in changed if "delete" in change.actions}
    assert gone == {"keycloak_generic_protocol_mapper"}
    assert live.plan() == []


def test_check_after_a_deployment_asks_for_a_token_of_each_api(live: LiveEnvironment) -> None:
    """Tokens are for the API whose scopes were asked for, and hold its roles alone; a bound one takes a proof."""
    assert facts(live) == {
        ("service account scorer", AUDIENCE, ()),
        ("consumer batch", AUDIENCE, ("fraud:predict",)),
        ("consumer batch", OTHER, ("users:read",)),
        ("consumer runner", AUDIENCE, ("churn:predict", "fraud:predict")),
        ("consumer runner", OTHER, ("users:predict",)),
        ("consumer device", AUDIENCE, ("fraud:predict",)),
        ("consumer admin", AUDIENCE, ("model-api-access",)),
    }


def test_audit_finds_nothing(live: LiveEnvironment) -> None:
    """The realm holds what two APIs declare, and no more."""
    assert [finding.text for finding in audited(live).open] == []


def test_role_by_hand_is_told_by_its_api(live: LiveEnvironment) -> None:
    """Whoever gets an access role by hand is found, with the API that it is of, and how to declare it."""
    realm = LiveRealm(live.admin, live.realm)
    client, user = realm.client("feature-store")["id"], realm.user("service-account-batch")["id"]
    path = f"realms/{live.realm}/users/{user}/role-mappings/clients/{client}"
    role = realm.role("feature-store", "features-access")
    live.admin.request("POST", path, json=[role])
    try:
        (found,) = audited(live).open
    finally:
        live.admin.request("DELETE", path, json=[role])
    assert found.access == (
        "batch holds feature-store/features-access, which no client puts into a token: role given by hand",
    )
    assert found.settling is not None
    assert found.settling.keys == {"consumers": {"batch": {"every_model": ["features"]}}}


def test_name_goes_in_place(live: LiveEnvironment) -> None:
    """Without `renamed_from` nothing changes; with another name the API is the same."""
    assert live.preview(two(live.realm, former=None)) == {}
    before = identities(live, "every-model.scoring:predict")
    live.change(two(live.realm, former="scoring", name="models"))
    assert identities(live, "every-model.models:predict") == before
    assert live.plan() == []
