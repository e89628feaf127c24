"""Changes are told by the names that the declaration uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.tools.runner.planned import CREATE, DELETE, REPLACE, UPDATE, change
from tools.runner.description import describe
from tools.runner.plan import Change, Hidden
from tools.runner.things import Things

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

CLIENT = "openid_client.Access_Consumers_Client_7CAB7A4D"
SCOPES = "openid_client_optional_scopes.Access_Consumers_OptionalScopes_516173C3"
ROLES = "user_roles.Access_Consumers_Roles_4EC6CBC9"
LABELS = {"1": "fraud-detector:predict", "2": "fraud-detector:explain", "3": "analysts", "4": "org~2Fllama:predict"}


def told(*changes: Change, things: Things | None = None) -> list[str]:
    """Return the lines."""
    found = (things or Things()).in_changes(changes)
    return [f"{thing.name}: {text}" for thing in found if (text := describe(thing, LABELS))]


def roles(before: Any, after: Any, key: str = "batch") -> Change:  # noqa: ANN401
    """Return a change of a consumer's roles."""
    return change(ROLES, UPDATE, key, before={"role_ids": before}, after={"role_ids": after})


def test_grant_that_goes() -> None:
    """A consumer loses a grant by name; its scope of the same name is not told twice."""
    scopes = change(
        SCOPES,
        UPDATE,
        "batch",
        before={"optional_scopes": ["model.fraud-detector.explain", "model.fraud-detector.predict"]},
        after={"optional_scopes": ["model.fraud-detector.predict"]},
    )
    assert told(scopes, roles(["1", "2"], ["1"])) == ["consumer batch: loses fraud-detector:explain"]


def test_grant_that_comes() -> None:
    """One of a role that is there is named; of one that is made in the same run it is said that it comes."""
    assert told(roles(["1"], ["1", "2"])) == ["consumer batch: gains fraud-detector:explain"]
    assert told(roles(["1"], ["1", Hidden.UNKNOWN])) == ["consumer batch: gains what is made now"]
    assert told(roles(["1"], Hidden.UNKNOWN)) == ["consumer batch: gains what is made now"]


def test_names_as_they_are_declared() -> None:
    """A model with a slash in its name is called as the file calls it, by roles, scopes and addresses alike."""
    scopes = change(
        SCOPES,
        UPDATE,
        "batch",
        before={"optional_scopes": []},
        after={"optional_scopes": ["model.org~2Fllama.predict"]},
    )
    assert told(scopes, roles(["1"], ["1", "4"])) == ["consumer batch: gains org/llama:predict"]
    role = "role.Models_Role_9E0F0AC8"
    moved = change(
        role,
        UPDATE,
        "org~2Fllama:predict",
        before={"name": "org~2Fllama2:predict"},
        after={"name": "org~2Fllama:predict"},
        previous='x.y["org~2Fllama2:predict"]',
    )
    assert told(moved)[0].endswith(": renamed from org/llama2:predict; name changed")


def test_thing_that_comes_or_goes() -> None:
    """It is one line, whatever it is made of; a successor of the same name is a replacement."""
    parts = [CLIENT, SCOPES, ROLES]
    assert told(*(change(part, DELETE, "batch", before={}) for part in parts)) == ["consumer batch: destroyed"]
    assert told(*(change(part, CREATE, "batch", after={}) for part in parts)) == ["consumer batch: new"]
    assert told(change(CLIENT, REPLACE, "batch", before={}, after={})) == ["consumer batch: replaced"]


def test_thing_without_a_main_part() -> None:
    """Login flows are new or destroyed as a whole; in between, what comes is named."""
    flow = "authentication_flow.Realm_LoginBindings_DirectGrant_Flow_DD56B33D"
    step = "authentication_bindings.Realm_LoginBindings_0E7CCC3F"
    assert told(change(flow, CREATE, after={}), change(step, CREATE, after={})) == ["the login flows: new"]
    assert told(change(flow, DELETE, before={}), change(step, DELETE, before={})) == ["the login flows: destroyed"]
    changed = change(step, UPDATE, before={"browser_flow": "a"}, after={"browser_flow": "b"})
    text = "gets authentication flow; browser_flow changed"
    assert told(change(flow, CREATE, after={}), changed) == [f"the login flows: {text}"]


def test_renamed_thing() -> None:
    """What keeps its id under another name is told by both."""
    moved = change(CLIENT, UPDATE, "new", before={"name": "a"}, after={"name": "b"}, previous='x.y["old"]')
    assert told(moved) == ["consumer new: renamed from old; name changed"]


def test_arguments_that_change() -> None:
    """They are named, those of maps too; neither old nor new value is shown, nor what is computed."""
    before = {
        "id": "1",
        "description": "secret-old",
        "extra_config": {"jwks.url": "a", "same": "b"},
        "x": Hidden.SECRET,
    }
    after = {"id": "2", "description": "secret-new", "extra_config": {"jwks.url": "c", "same": "b"}, "x": Hidden.SECRET}
    assert told(change(CLIENT, UPDATE, "batch", before=before, after=after)) == [
        "consumer batch: description, extra_config.jwks.url changed"
    ]


def test_secret_that_changes() -> None:
    """A change that is nowhere else to be seen is one of a secret."""
    hidden = {"client_secret": Hidden.SECRET}
    assert told(change(CLIENT, UPDATE, "batch", before=hidden, after=hidden)) == ["consumer batch: a secret changed"]


def test_part_that_comes_alone() -> None:
    """A mapper that a thing gets is named."""
    mapper = change(
        "generic_protocol_mapper.Access_Consumers_ClientIdClaim_03DBC6AB", CREATE, "b", after={"name": "cid"}
    )
    assert told(mapper) == ["consumer b: gets cid"]


def test_what_has_no_path_any_more() -> None:
    """What goes is called by its own name, underscores included, and its parts with it."""
    gone = (
        change("user_groups.Access_People_ml_user_Groups_014787A1", DELETE, before={"group_ids": ["3"]}),
        change("user.Access_People_ml_user_User_7B22F3BD", DELETE, before={"username": "ml_user"}),
    )
    assert told(*gone) == ["person ml_user: destroyed"]


@pytest.mark.parametrize(
    ("resource", "key", "name"),
    [
        ("user.Security_Access_People_ada_User_DFE4570E", None, "person ada"),
        ("user_groups.Access_People_ada_Groups_014787A1", None, "person ada"),
        ("group_roles.Access_Groups_risk-analysts_Roles_3E6898D1", None, "group risk-analysts"),
        ("openid_client.Access_Applications_notebook_Client_BD4D2837", None, "application notebook"),
        ("role.Models_Role_9E0F0AC8", "m:predict", "model m:predict"),
        ("role.Models_EveryModel-predict_E98461B6", None, "every model: predict"),
        ("realm.Realm_5FB49815", None, "the realm"),
        ("realm_events.Realm_Events_E3074675", None, "the realm"),
        ("openid_client.Realm_ApiClient_A66786D6", None, "the API's client"),
        ("openid_client.Security_Realm_Apis_feature-store_ApiClient_A66786D6", None, "the client of API feature-store"),
        ("openid_client_scope.Realm_Apis_scoring_AccessRole_Scope_A66786D6", None, "the access role of API scoring"),
        ("role.Models_Apis_scoring_EveryModel-predict_E98461B6", None, "every model: predict of scoring"),
        ("oidc_identity_provider.Realm_WorkloadIssuers_ci_Provider_D251FB45", None, "workload issuer ci"),
        ("ldap_user_federation.Realm_Federation_corp-ldap_Directory_9D2D2073", None, "directory corp-ldap"),
        ("generic_protocol_mapper.Own_thing_9D2D2073", None, "keycloak_generic_protocol_mapper.Own_thing_9D2D2073"),
        ("group.Own_9D2D2073", "x", 'keycloak_group.Own_9D2D2073["x"]'),
    ],
)
def test_names(resource: str, key: str | None, name: str) -> None:
    """Each kind of thing has its word; what nobody knows keeps its address."""
    assert Things().name_of(change(resource, UPDATE, key).address) == name


def test_paths_of_constructs(tmp_path: Path) -> None:
    """What is declared is called by the path of its construct, which has letters that a resource's name has not."""
    resource = {"//": {"metadata": {"path": "ml/Access/People/ann.lee/User"}}}
    body = {"resource": {"keycloak_user": {"Access_People_annlee_User_7B22F3BD": resource}}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(body))
    things = Things.of(tmp_path)
    assert things.name_of("keycloak_user.Access_People_annlee_User_7B22F3BD") == "person ann.lee"
    assert Things.of(tmp_path / "none") == Things()
