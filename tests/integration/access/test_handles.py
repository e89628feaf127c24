"""Handles of the construct lead to what Keycloak holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.cdk import TerraformOutput
from constructs_lib.cdk.keycloak import Group, GroupRoles
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import (
    ApiProps,
    ApplicationProps,
    ConsumerProps,
    LoginProps,
    ModelProps,
    PersonProps,
    RealmProps,
    SecretAuth,
)
from stacks.environment import Environment, KeycloakProps
from stacks.environment_stack import EnvironmentStack
from tests.support.realms.terraform_run import TerraformRun
from tests.support.servers.keycloak import provider_variables

if TYPE_CHECKING:
    from constructs_lib.cdk import TerraformStack
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "handles"


@pytest.fixture
def environment(private: PrivateSide) -> Environment:
    """One of everything that has a handle."""
    return private.adopt(
        Environment(
            keycloak=KeycloakProps(url=private.url),
            realm=RealmProps(name=REALM, ssl_required="external", login=LoginProps(verify_email=False)),
            api=ApiProps(client_id="scorer"),
            models={"fraud": ModelProps(actions=("predict", "explain"))},
            consumers={
                "batch": ConsumerProps(
                    auth=SecretAuth(method="client_secret", credentials=("blue", "green")),
                    grants={"fraud": ("predict",)},
                )
            },
            groups={"analysts": {"fraud": ("predict",)}},
            people={
                "ada": PersonProps(
                    email="ada@example.com", first_name="Ada", last_name="Lovelace", groups=("analysts",)
                )
            },
            applications={"notebook": ApplicationProps(redirect_uris=("https://notebook.example.com/cb",))},
        )
    )


def extend(stack: TerraformStack) -> None:
    """Add resources beside the construct, as docs/how-to/extend-the-realm.md says, by its handles."""
    assert isinstance(stack, EnvironmentStack)
    security = stack.security
    auditors = Group(stack, "Auditors", realm_id=security.realm.id, name="auditors")
    GroupRoles(
        stack,
        "AuditorsExplain",
        realm_id=security.realm.id,
        group_id=auditors.id,
        role_ids=[security.models["fraud"].role_id("explain")],
        exhaustive=False,
    )
    batch = security.consumers["batch"]
    for name, value in {
        "scope": security.models["fraud"].scope("predict"),
        "batch": batch.client_uuid,
        "batch_account": batch.service_account_user_id,
        "batch_green": batch.clients["batch-green"].client_uuid,
        "notebook": security.applications["notebook"].client_uuid,
        "ada": security.people["ada"].id,
        "analysts": security.groups["analysts"].id,
        "own_issuer": security.endpoints.issuer,
    }.items():
        TerraformOutput(stack, name, value=value)


def found(admin: KeycloakAdmin, path: str, **query: str) -> str:
    """Return the id of the one thing that Keycloak has under a name."""
    (only,) = admin.get(f"realms/{REALM}/{path}", **query).json()
    return str(only["id"])


def test_handles_are_keycloaks_ids(
    environment: Environment, keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each handle is what the Admin API calls the same thing, the added role is granted, and the plan is empty."""
    variables = {**provider_variables(keycloak), **private.variables(environment)}
    run = TerraformRun(tmp_path_factory.mktemp("handles"), variables, extend=extend)
    admin = keycloak.admin
    try:
        run.apply(environment)
        outputs = run.outputs()
        batch = found(admin, "clients", clientId="batch")
        assert outputs["scope"] == "model.fraud.predict"
        assert outputs["own_issuer"] == RealmEndpoints(private.url, REALM).issuer == outputs["issuer"]
        assert outputs["batch"] == batch
        assert (
            outputs["batch_account"] == admin.get(f"realms/{REALM}/clients/{batch}/service-account-user").json()["id"]
        )
        assert outputs["batch_green"] == found(admin, "clients", clientId="batch-green")
        assert outputs["notebook"] == found(admin, "clients", clientId="notebook")
        assert outputs["ada"] == found(admin, "users", username="ada", exact="true")
        assert outputs["analysts"] == found(admin, "groups", search="analysts", exact="true")
        auditors = found(admin, "groups", search="auditors", exact="true")
        scorer = found(admin, "clients", clientId="scorer")
        roles = admin.get(f"realms/{REALM}/groups/{auditors}/role-mappings/clients/{scorer}").json()
        assert [role["name"] for role in roles] == ["fraud:explain"]
        assert run.plan(environment) == []
    finally:
        admin.delete_realm(REALM)
