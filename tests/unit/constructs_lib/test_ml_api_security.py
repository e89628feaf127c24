"""The construct: default, custom, invalid."""

from __future__ import annotations

import inspect
import subprocess

import pytest
from pydantic import ValidationError

from constructs_lib.cdk.keycloak import Group
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.props import (
    ApiProps,
    ApplicationProps,
    ConsumerProps,
    Declaration,
    FederatedAuth,
    ModelProps,
    MtlsAuth,
    PersonProps,
    PrivateKeyJwtAuth,
    SecretAuth,
    WorkloadIssuerProps,
)
from constructs_lib.ml_api_security import MlApiSecurity
from tests.support.declarations.declarations import API, PERSON, REALM, build, build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, new_stack, stack_with_provider, synthesize

pytestmark = pytest.mark.unit


def test_contradicting_declaration_adds_nothing() -> None:
    """A declaration that contradicts itself raises before any resource exists."""
    stack = new_stack()
    api = ApiProps(client_id="scorer", redirect_uris=("http://x",))
    with pytest.raises(DeclarationError, match="redirect URI must use https, got 'http://x'"):
        MlApiSecurity(stack, "Keywords", realm=REALM, api=api)
    with pytest.raises(DeclarationError, match="redirect URI must use https, got 'http://x'"):
        MlApiSecurity.from_declaration(stack, "Declared", declare(api=api))
    assert stack.node.children == []


def test_synthesis_starts_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is synthesized follows from what is handed in alone: the library asks neither Terraform nor pip."""
    stack = stack_with_provider()

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a program was started")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    MlApiSecurity.from_declaration(stack, "Security", declare(), features=NEWEST)
    assert "client_secret_wo" in synthesize(stack).text


def test_keywords_say_all_that_a_declaration_can() -> None:
    """Each part of a declaration is a keyword of the constructor, but teams, which have files of their own."""
    keywords = set(inspect.signature(MlApiSecurity.__init__).parameters)
    assert set(Declaration.model_fields) - keywords == {"teams"}


def test_declaration_of_another_kind_is_one() -> None:
    """What is declared beyond the library's own, as by an environment of the app, is no hindrance."""

    class Environment(Declaration):
        region: str

    stack = stack_with_provider()
    security = MlApiSecurity.from_declaration(
        stack, "Security", Environment(realm=REALM, api=API, region="eu-central-1")
    )
    assert isinstance(security, MlApiSecurity)
    assert synthesize(stack).json == build().json


def test_teams_of_a_declaration_stand_in_one_stack() -> None:
    """A declaration's teams are created too: their people join the groups of all, their machines have their grants."""
    declaration = declare(
        groups={"analysts": {"fraud": ["predict"]}},
        teams={
            "risk": {
                "people": {"ada": {**PERSON.model_dump(), "groups": ["analysts", "reviewers"]}},
                "groups": {"reviewers": {"churn": ["predict"]}},
            },
            "growth": {"consumers": {"churn-batch": {"grants": {"churn": ["predict"]}}}},
        },
    )
    stack = stack_with_provider()
    security = MlApiSecurity.from_declaration(stack, "Security", declaration)
    assert (sorted(security.groups), sorted(security.people)) == (["analysts", "reviewers"], ["ada"])
    json = synthesize(stack)
    assert sorted(group["name"] for group in json.resources("keycloak_group")) == ["analysts", "reviewers"]
    shared, own = json.resource("keycloak_user_groups")["group_ids"]
    assert ("GroupIds" in shared, '["analysts"]' in shared, "keycloak_group" in own) == (True, True, True)
    assert sorted(json.json["variable"]) == [
        "ada_initial_password",
        "churn_batch_client_secret",
        "scorer_client_secret",
    ]


def test_default_emits_realm_client_and_role() -> None:
    """Without people the construct emits a realm, one client and one role, and asks for one secret."""
    stack = build()
    assert stack.resource("keycloak_realm")["realm"] == "ml-prod"
    assert stack.resource("keycloak_openid_client")["client_id"] == "scorer"
    assert stack.resource("keycloak_role")["name"] == "model-api-access"
    assert stack.resources("keycloak_user") == []
    assert list(stack.json["variable"]) == ["scorer_client_secret"]


def test_person_with_the_access_role_gets_it() -> None:
    """The person who is declared for every model is assigned the access role, and the other is not."""
    every_model = PersonProps(**{**PERSON.model_dump(), "email": "bo@example.com", "every_model": True})
    stack = build(people={"ada": PERSON, "bob": every_model})
    assert [user["username"] for user in stack.resources("keycloak_user")] == ["ada", "bob"]
    assignment = stack.resource("keycloak_user_roles")
    assert "bob" in assignment["user_id"]
    assert [role.partition("[")[2] for role in assignment["role_ids"]] == ['"model-api-access"]}']


def test_variables_have_stable_names_and_are_sensitive() -> None:
    """Secret variables stand at stack level under derivable names, sensitive and without default."""
    variables = build(people={"ada-l": PERSON}).json["variable"]
    assert sorted(variables) == ["ada_l_initial_password", "scorer_client_secret"]
    assert all(variable["sensitive"] and "default" not in variable for variable in variables.values())


def test_attributes_serve_resources_beside_the_construct() -> None:
    """A resource of the caller's own takes the realm's id from the construct."""
    stack = stack_with_provider()
    security = MlApiSecurity(stack, "Security", realm=REALM, api=API)
    Group(stack, "Group", realm_id=security.realm.id, name="own")
    assert synthesize(stack).resource("keycloak_group")["realm_id"].startswith("${keycloak_realm.Security_Realm")


def test_one_stack_may_hold_two_realms() -> None:
    """Two constructs in one stack do not collide, as long as their clients differ."""
    stack = stack_with_provider()
    for name in ("a", "b"):
        realm = REALM.model_copy(update={"name": f"realm-{name}"})
        MlApiSecurity(stack, f"Security{name}", realm=realm, api=ApiProps(client_id=f"scorer-{name}"))
    assert len(synthesize(stack).resources("keycloak_realm")) == 2


def test_unknown_name_is_refused_from_python_too() -> None:
    """A name is held to the same rule, whoever declares it."""
    with pytest.raises(ValidationError, match="a model's name is what its server calls it"):
        MlApiSecurity(new_stack(), "Security", realm=REALM, api=API, models={"../fraud": ModelProps()})


def test_all_that_files_declare_can_be_declared_in_python() -> None:
    """The same typed objects give the same stack as the same declaration in YAML would."""
    stack = stack_with_provider()
    security = MlApiSecurity(
        stack,
        "Security",
        realm=REALM,
        api=ApiProps(client_id="scorer", audience="urn:example:scorer"),
        models={"fraud": ModelProps(actions=("predict", "explain"), owner="risk"), "churn": ModelProps()},
        consumers={
            "gateway": ConsumerProps(auth=SecretAuth(method="client_secret"), every_model=True),
            "batch": ConsumerProps(
                auth=PrivateKeyJwtAuth(method="private_key_jwt", jwks_url="https://batch.example.com/jwks"),
                access_token_lifespan="2m",
                grants={"fraud": ("predict",)},
            ),
            "job": ConsumerProps(
                auth=FederatedAuth(method="federated", issuer="ci", subject="repo:x"), grants={"*": ("predict",)}
            ),
            "edge": ConsumerProps(auth=MtlsAuth(method="mtls", subject_dn="CN=edge"), grants={"churn": ("predict",)}),
        },
        groups={"analysts": {"fraud": ("predict", "explain")}},
        people={"ada": PERSON.model_copy(update={"groups": ("analysts",), "grants": {"churn": ("predict",)}})},
        applications={"notebook": ApplicationProps(redirect_uris=("https://notebook.example.com/cb",))},
        workload_issuers={
            "ci": WorkloadIssuerProps(issuer="https://ci.example.com", jwks_url="https://ci.example.com/jwks")
        },
    )
    declared = {
        "realm": {"name": "ml-prod", "login": {"verify_email": False}},
        "api": {"client_id": "scorer", "audience": "urn:example:scorer"},
        "models": {"fraud": {"actions": ["predict", "explain"], "owner": "risk"}, "churn": {}},
        "consumers": {
            "gateway": {"every_model": True},
            "batch": {
                "auth": {"method": "private_key_jwt", "jwks_url": "https://batch.example.com/jwks"},
                "access_token_lifespan": "2m",
                "grants": {"fraud": ["predict"]},
            },
            "job": {
                "auth": {"method": "federated", "issuer": "ci", "subject": "repo:x"},
                "grants": {"*": ["predict"]},
            },
            "edge": {"auth": {"method": "mtls", "subject_dn": "CN=edge"}, "grants": {"churn": ["predict"]}},
        },
        "groups": {"analysts": {"fraud": ["predict", "explain"]}},
        "people": {
            "ada": {
                "email": "ada@example.com",
                "first_name": "Ada",
                "last_name": "Lovelace",
                "groups": ["analysts"],
                "grants": {"churn": ["predict"]},
            }
        },
        "applications": {"notebook": {"redirect_uris": ["https://notebook.example.com/cb"]}},
        "workload_issuers": {"ci": {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}},
    }
    assert synthesize(stack).json == build_declaration(Declaration.model_validate(declared)).json
    assert (list(security.groups), list(security.people)) == (["analysts"], ["ada"])
    assert {pair.role for pair in security.policy.allowed_to_person("ada")} == {
        "fraud:predict",
        "fraud:explain",
        "churn:predict",
    }
