"""Which client is the API is guessed where it is likely, and asked where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.tools.adopt.snapshots import client, realm_of, role
from tools.adopt.api_keys import api_keys, find_api, model_keys, roles_of_no_model
from tools.errors import ToolError

if TYPE_CHECKING:
    from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

_PORTAL = client("portal", standardFlowEnabled=True)
_ACCOUNT = client("account")


@pytest.mark.parametrize(
    ("snapshot", "named", "fault"),
    [
        (
            realm_of(_PORTAL, _ACCOUNT, roles={"account": ["manage-account"]}),
            None,
            "has no client with roles of its own",
        ),
        (
            realm_of(client("a"), client("b"), roles={"a": ["x"], "b": ["x"]}),
            None,
            "several clients that may be the API: a, b: say which one: API=a",
        ),
        (realm_of(_PORTAL), "potral", "has no client 'potral': did you mean 'portal'?"),
        (realm_of(client("Model.API"), roles={"Model.API": ["x"]}), "Model.API", "is 2 to 64 lower-case letters"),
        (realm_of(client("Model.API"), roles={"Model.API": ["x"]}), None, "is 2 to 64 lower-case letters"),
    ],
)
def test_asked(snapshot: Snapshot, named: str | None, fault: str) -> None:
    """Where no client is more likely than all others, or the name cannot be one here, nothing is guessed."""
    with pytest.raises(ToolError) as refused:
        find_api(snapshot, named)
    assert fault in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        (
            realm_of(_PORTAL, client("scores", bearerOnly=True), roles={"portal": ["user"], "scores": ["user"]}),
            "scores",
        ),
        (realm_of(_PORTAL, client("web"), roles={"portal": ["user"], "web": ["fraud:predict"]}), "web"),
        (realm_of(_PORTAL, client("model-api"), roles={"portal": ["user"], "model-api": ["user"]}), "model-api"),
    ],
)
def test_guessed(snapshot: Snapshot, expected: str) -> None:
    """A client with roles that logs nobody in, or whose roles are of models, is likely the API; that is said."""
    found, said = find_api(snapshot, None)
    assert found["clientId"] == expected
    assert f"Client '{expected}' was taken for the API" in said
    assert "portal" in said


def test_said() -> None:
    """Who says which client it is gets that one, and no word about a guess."""
    found, said = find_api(realm_of(_PORTAL, client("web"), roles={"web": ["fraud:predict"]}), "portal")
    assert (found["clientId"], said) == ("portal", "")


_ROLES = [role(name) for name in ("fraud:predict", "fraud:explain", "every-model:predict", "ROLE_X", "fraud:B", "/a:x")]


@pytest.mark.parametrize(
    ("bound", "fault"),
    [
        ({"ROLE_Y": "churn:predict"}, "BIND: the API's client has no role 'ROLE_Y': did you mean 'ROLE_X'?"),
        ({"ROLE_X": "churn"}, "BIND: write ROLE_X=<model>:<action>, got 'ROLE_X=churn'"),
        ({"ROLE_X": "fraud:predict"}, "BIND: two roles allow fraud:predict"),
    ],
)
def test_not_bound(bound: dict[str, str], fault: str) -> None:
    """A role is bound that is there, to one action that no other role allows."""
    with pytest.raises(ToolError) as refused:
        model_keys(_ROLES, bound)
    assert (refused.value.exit_code, fault in str(refused.value)) == (2, True), refused.value


def test_models() -> None:
    """Roles of the form `<model>:<action>` are models, and others are where somebody binds them."""
    fraud = {"fraud": {"actions": ["explain", "predict"]}}
    churn = {"actions": ["predict"], "roles": {"predict": "ROLE_X"}}
    assert model_keys(_ROLES, {}) == fraud
    assert model_keys(_ROLES, {"ROLE_X": "churn:predict"}) == {"churn": churn, **fraud}


def test_models_of_any_name() -> None:
    """A role says its model by the rule of names; one that the rule would call otherwise says none."""
    names = ("Mixtral:predict", "mixtral:predict", "org~2Fm:predict", "org/m:explain", "qwen3:8b:predict", "a~2fb:x")
    found = {name: {"actions": ["predict"]} for name in ("Mixtral", "org/m", "qwen3:8b")}
    assert model_keys([role(name) for name in names], {}) == found


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ({}, "Roles of client 'model-api' that are no model's: B, ROLE_X. They stay"),
        ({"ROLE_X": "churn:predict", "B": "churn:explain"}, None),
    ],
)
def test_roles_of_no_model(bound: dict[str, str], told: str | None) -> None:
    """Roles that nobody bound to a model are told, with how to bind them; those of models and of the API are not."""
    names = ["fraud:predict", "every-model:predict", "model-api-access", "ROLE_X", "B"]
    snapshot = realm_of(client("model-api"), roles={"model-api": names})
    models = model_keys(snapshot.roles["model-api"], bound)
    found = list(roles_of_no_model(snapshot, {"api": {"client_id": "model-api"}, "models": models}))
    assert [line.startswith(told) and "BIND=" in line for line in found if told] == ([True] if told else [])
    assert bool(found) is bool(told)


def test_many_roles_of_no_model() -> None:
    """Of many such roles the first are named, and the others counted."""
    snapshot = realm_of(client("api"), roles={"api": [f"R{at:02}" for at in range(11)]})
    (line,) = roles_of_no_model(snapshot, {"api": {"client_id": "api"}, "models": {}})
    assert ": R00, R01, R02, R03, R04, R05, R06, R07 and 3 more. They stay" in line


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"bearerOnly": True, "webOrigins": ["+"], "redirectUris": ["/*"]}, {}),
        (
            {"standardFlowEnabled": True, "redirectUris": ["https://b.example.com/cb", "https://a.example.com/cb"]},
            {
                "standard_flow": True,
                "redirect_uris": ["https://a.example.com/cb", "https://b.example.com/cb"],
                "web_origins": [],
            },
        ),
        # What no file can have is left to what is kept.
        ({"standardFlowEnabled": True, "redirectUris": ["/*"], "webOrigins": ["+"]}, {"standard_flow": True}),
        ({"name": "Models", "serviceAccountsEnabled": True}, {"display_name": "Models", "service_accounts": True}),
    ],
)
def test_api(settings: dict[str, Any], expected: dict[str, Any]) -> None:
    """What an API's keys can say is said; what they cannot is not invented."""
    assert api_keys(client("model-api", **settings), "main") == {"client_id": "model-api", **expected}
