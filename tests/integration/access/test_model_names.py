"""Models of any name: applied to a real Keycloak, their tokens hold exactly the roles, and a rename keeps grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stacks.environment import Environment
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.live_realm import LiveRealm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: the tests are told in this order.
pytestmark = pytest.mark.integration

# From a model's name to its role and scope, written down by hand.
NAMES = {
    "gpt-4.1": ("gpt-4.1:predict", "model.gpt-4.1.predict"),
    "Mixtral": ("Mixtral:predict", "model.Mixtral.predict"),
    "qwen3:8b": ("qwen3:8b:predict", "model.qwen3:8b.predict"),
    "qwen3": ("qwen3:predict", "model.qwen3.predict"),
    "a b+c": ("a~20b~2Bc:predict", "model.a~20b~2Bc.predict"),
}
OLD = ("llama", "llama:predict", "model.llama.predict")
NEW = ("meta-llama/Llama-3.1-8B", "meta-llama~2FLlama-3.1-8B:predict", "model.meta-llama~2FLlama-3.1-8B.predict")


def declared(realm: str, model: str, **former: str) -> Environment:
    """Return an environment whose consumers may call one model each, and one of them every model."""
    each = {name: {"grants": {name: ["predict"]}} for name in (*NAMES, model)}
    data: dict[str, Any] = {
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "realm": {"name": realm, "ssl_required": "external", "login": {"verify_email": False}},
        "api": {"client_id": "scorer"},
        "models": {**{name: {} for name in NAMES}, model: former},
        "consumers": {
            "all": {"grants": {"*": ["predict"]}},
            **{f"caller-{index}": consumer for index, consumer in enumerate(each.values())},
        },
    }
    return Environment.model_validate(data)


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """The realm, in which one model has its former name still."""
    live = LiveEnvironment.apply(
        declared("model-names", OLD[0]),
        realm="model-names",
        folder=tmp_path_factory.mktemp("model-names"),
        keycloak=keycloak,
        private=private,
    )
    yield live
    keycloak.admin.delete_realm(live.realm)


def test_each_token_holds_its_role(live: LiveEnvironment) -> None:
    """The plan is empty, each consumer gets its own role by its scope, and no other's."""
    assert live.plan() == []
    every = [*NAMES.values(), OLD[1:]]
    assert LiveRealm(live.admin, live.realm).roles("scorer") == {
        *(role for role, _ in every),
        "every-model:predict",
        "model-api-access",
    }
    for index, (role, scope) in enumerate(every):
        caller = live.machine(f"caller-{index}")
        assert live.tokens.roles(caller.ask(scope)) == [role]
        assert caller.ask(every[index - 1][1]).json()["error"] == "invalid_scope"
    everything = live.machine("all").ask(*(scope for _, scope in every))
    assert sorted(live.tokens.roles(everything)) == sorted(role for role, _ in every)


def test_rename_to_such_a_name_keeps_grants(live: LiveEnvironment) -> None:
    """The role is renamed in place: its id and its holders stay, and both names' scopes open it."""
    realm, caller = LiveRealm(live.admin, live.realm), f"caller-{len(NAMES)}"
    before = realm.role("scorer", OLD[1])["id"]
    changed = live.change(declared(live.realm, NEW[0], renamed_from=OLD[0]))["test"]
    assert {change.actions for change in changed if change.resource_type == "keycloak_role"} == {("update",)}
    found = live.admin.request("GET", f"realms/{live.realm}/roles-by-id/{before}").json()
    assert found["name"] == NEW[1]
    for scope in (OLD[2], NEW[2]):
        assert live.tokens.roles(live.machine(caller).ask(scope)) == [NEW[1]]
    assert live.plan() == []
