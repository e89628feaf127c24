"""What `MlApiSecurity` hands out by name, for resources beside it and in other stacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.cdk import App, TerraformOutput, TerraformStack
from constructs_lib.cdk.keycloak import KeycloakProvider
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.ml_api_security import MlApiSecurity
from constructs_lib.terraform.handles import UnknownNameError
from tests.support.declarations.declarations import PERSON, declare
from tests.support.declarations.people_sources import OIDC, ldap
from tests.support.declarations.synthesis import new_stack, synthesize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.unit

KEYED = {"auth": {"method": "private_key_jwt", "jwks_url": "https://keyed.example.com/jwks"}}
DECLARED = declare(
    consumers={
        "batch": {"auth": {"method": "client_secret", "credentials": ["blue", "green"]}, "every_model": True},
        "keyed": {**KEYED, "every_model": True},
    },
    applications={"notebook": {"redirect_uris": ["https://notebook.example.com/cb"]}},
    groups={"analysts": {"fraud": ["predict"]}},
    people={"ada": {**PERSON.model_dump(), "groups": ["analysts"]}},
    federation={"corp-ldap": ldap()},
    identity_providers={"corp": OIDC},
    teams={"risk": {"consumers": {"fraud-batch": {**KEYED, "grants": {"churn": ["predict"]}}}}},
)


def secure(stack: TerraformStack, **arguments: Any) -> MlApiSecurity:  # noqa: ANN401 - keywords of the construct
    """Return the construct with one of everything."""
    KeycloakProvider(stack, "keycloak", url="https://sso.example.com", client_id="deployer")
    return MlApiSecurity.from_declaration(stack, "Security", DECLARED, **arguments)


def shown(handle: Callable[[MlApiSecurity], str]) -> str:
    """Return the expression that a handle becomes in its own stack, hashes of names left out."""
    stack = new_stack()
    TerraformOutput(stack, "shown", value=handle(secure(stack)))
    json = synthesize(stack).json
    text = str(json["output"]["shown"]["value"])
    # Follow one local value, so that the resource shows.
    for name in re.findall(r"local\.(\w+_Every-\w+)", text):
        text = text.replace(f"local.{name}", str(json["locals"][name]).removeprefix("${").removesuffix("}"))
    return re.sub(r"_[0-9A-F]{8}\b", "", text)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda security: security.models["frud"], "realm 'ml-prod': no model 'frud': did you mean 'fraud'?"),
        (
            lambda security: security.models["fraud"].role_id("predct"),
            "model 'fraud': no action 'predct': did you mean 'predict'?",
        ),
        (
            lambda security: security.models["fraud"].scope("train"),
            "model 'fraud': no action 'train': there are: explain, predict",
        ),
        (lambda security: security.consumers["bach"], "realm 'ml-prod': no consumer 'bach': did you mean 'batch'?"),
        (
            lambda security: security.consumers["batch"].clients["batch-gren"],
            "consumer 'batch': no client 'batch-gren': did you mean 'batch-green'?",
        ),
        (
            lambda security: security.applications["notebok"],
            "realm 'ml-prod': no application 'notebok': did you mean 'notebook'?",
        ),
        (lambda security: security.groups["x"], "realm 'ml-prod': no group 'x': there are: analysts"),
        (lambda security: security.people["adam"], "realm 'ml-prod': no person 'adam': did you mean 'ada'?"),
        (
            lambda security: security.federation["corp"],
            "realm 'ml-prod': no directory 'corp': did you mean 'corp-ldap'?",
        ),
        (
            lambda security: security.identity_providers["crop"],
            "realm 'ml-prod': no identity provider 'crop': did you mean 'corp'?",
        ),
    ],
)
def test_unknown_name_offers_the_nearest(ask: Callable[[MlApiSecurity], object], message: str) -> None:
    """Who misspells a name reads which ones there are."""
    security = secure(new_stack())
    with pytest.raises(UnknownNameError) as caught:
        ask(security)
    assert str(caught.value) == message


def test_endpoints_need_a_url() -> None:
    """Where Keycloak is cannot be guessed: the provider may reach it by another address than clients do."""
    with pytest.raises(ValueError, match="realm 'ml-prod': its endpoints start with Keycloak's public URL: pass"):
        _ = secure(new_stack()).endpoints


def test_endpoints_follow_the_url() -> None:
    """With a URL, the realm's endpoints are those that gateways and clients need."""
    stack = new_stack()
    security = secure(stack, keycloak_url="https://sso.example.com/")
    assert security.endpoints == RealmEndpoints("https://sso.example.com", security.realm.name)
    TerraformOutput(stack, "issuer", value=security.endpoints.issuer)
    value = synthesize(stack).json["output"]["issuer"]["value"]
    assert re.fullmatch(r"https://sso\.example\.com/realms/\$\{keycloak_realm\.\w+\.realm\}", value)


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        (
            lambda security: security.models["fraud"].role_id("predict"),
            '${local.Security_Models_RoleIds["fraud:predict"]}',
        ),
        (
            lambda security: security.models["fraud"].scope("explain"),
            '${local.Security_Models_Scopes["model.fraud.explain"]}',
        ),
        (lambda security: security.models["fraud"].role_name("predict"), "fraud:predict"),
        (
            lambda security: security.consumers["batch"].client_uuid,
            (
                "${{for key, instance in keycloak_openid_client.Security_Access_Consumers_Client : key => instance.id}"
                ".batch}"
            ),
        ),
        (
            lambda security: security.consumers["batch"].clients["batch-green"].service_account_user_id,
            (
                "${{for key, instance in keycloak_openid_client.Security_Access_Consumers_Client : "
                'key => instance.service_account_user_id}["batch-green"]}'
            ),
        ),
        (
            lambda security: security.consumers["fraud-batch"].service_account_user_id,
            (
                "${{for key, instance in keycloak_openid_client.Security_Teams_risk_Consumers_Client : "
                'key => instance.service_account_user_id}["fraud-batch"]}'
            ),
        ),
        (
            lambda security: security.applications["notebook"].client_uuid,
            "${keycloak_openid_client.Security_Access_Applications_notebook_Client.id}",
        ),
        (lambda security: security.groups["analysts"].id, "${keycloak_group.Security_Access_Groups_analysts_Group.id}"),
        (lambda security: security.people["ada"].id, "${keycloak_user.Security_Access_People_ada_User.id}"),
    ],
)
def test_handle_refers_to_its_resource(handle: Callable[[MlApiSecurity], str], expected: str) -> None:
    """Each handle is an expression that Terraform resolves to what it names."""
    assert shown(handle) == expected


def test_handles_hold_all_that_is_declared() -> None:
    """Each kind has its names in the order of the declaration, those of teams included."""
    security = secure(new_stack())
    assert {
        "models": list(security.models),
        "consumers": list(security.consumers),
        "clients": list(security.consumers["batch"].clients),
        "applications": list(security.applications),
        "groups": list(security.groups),
        "people": list(security.people),
        "federation": list(security.federation),
        "identity_providers": list(security.identity_providers),
    } == {
        "models": ["fraud", "churn"],
        "consumers": ["batch", "keyed", "fraud-batch"],
        "clients": ["batch", "batch-green"],
        "applications": ["notebook"],
        "groups": ["analysts"],
        "people": ["ada"],
        "federation": ["corp-ldap"],
        "identity_providers": ["corp"],
    }


def test_handle_that_nobody_asks_for_adds_nothing() -> None:
    """What is synthesized depends on what is declared, and on what is referred to."""
    asked, unasked = new_stack(), new_stack()
    security = secure(asked)
    for client in security.consumers["batch"].clients.values():
        assert client.client_uuid  # two of them, by one local value
    secure(unasked)
    before, after = synthesize(unasked).json, synthesize(asked).json
    added = set(after.pop("locals")) - set(before.pop("locals"))
    assert [re.sub(r"_[0-9A-F]{8}", "", name) for name in added] == ["Security_Access_Consumers_Every-id"]
    assert after == before


def test_other_stack_learns_the_handle_alone(tmp_path: Path) -> None:
    """A reference across stacks tells the other stack ids, never a whole client with its secret."""
    app = App(outdir=str(tmp_path))
    here, there = TerraformStack(app, "here"), TerraformStack(app, "there")
    security = secure(here)
    TerraformOutput(there, "uuid", value=security.consumers["batch"].client_uuid)
    TerraformOutput(there, "role", value=security.models["fraud"].role_id("predict"))
    for stack in (here, there):
        stack.prepare_stack()
    json, other = synthesize(here).json, synthesize(there).json
    crossing = {name: output["value"] for name, output in json["output"].items() if name.startswith("cross-stack")}
    assert sorted(re.sub(r"_[0-9A-F]{8}", "", value) for value in crossing.values()) == [
        "${local.Security_Access_Consumers_Every-id}",
        "${local.Security_Models_RoleIds}",
    ]
    assert re.fullmatch(
        r"\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]+\.batch\}", other["output"]["uuid"]["value"]
    )
