"""The mission's program, row by row, on a real Keycloak."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from stacks.environment_files import EnvironmentFiles
from stacks.installed_features import installed_features
from tests.support.audit.audited import audited_run
from tests.support.realms.terraform_run import PlannedChange, TerraformRun
from tests.support.servers.keycloak import provider_variables
from tests.support.servers.patience import PATIENCE_S
from tests.support.tokens.tokens import claims_of
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.environment import Environment
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "example-realm"
CLIENT = "model-serving-api"
PERSON = "ml-api-user"
ROLE = "model-api-access"


@dataclass(frozen=True)
class Deployed:
    """The applied development environment."""

    environment: Environment
    run: TerraformRun
    admin: KeycloakAdmin
    secret: str = field(repr=False)
    password: str = field(repr=False)

    def one(self, path: str, **parameters: str) -> dict[str, Any]:
        """Return the one thing that the Admin API lists there."""
        (only,) = self.admin.get(f"realms/{REALM}/{path}", **parameters).json()
        return dict(only)

    def token(self, **form: str) -> httpx.Response:
        """Ask the token endpoint, as the API's client."""
        endpoint = self.run.outputs()["token_endpoint"]
        return httpx.post(
            endpoint, data={"client_id": CLIENT, "client_secret": self.secret, **form}, timeout=PATIENCE_S
        )


@pytest.fixture(scope="module")
def deployed(
    keycloak: KeycloakServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Deployed]:
    """The development environment, applied once; at the end it is destroyed, and nothing is left."""
    secret, password = random_secret(), random_secret()
    variables = {
        **provider_variables(keycloak),
        "TF_VAR_model_serving_api_client_secret": secret,
        "TF_VAR_ml_api_user_initial_password": password,
    }
    environment = EnvironmentFiles().load("dev")
    run = TerraformRun(tmp_path_factory.mktemp("dev"), variables)
    run.apply(environment)
    yield Deployed(environment, run, keycloak.admin, secret, password)
    run.destroy()
    assert not keycloak.admin.realm_exists(REALM)


def test_wrong_password_is_refused(deployed: Deployed) -> None:
    """A wrong password gets `invalid_grant`, with status 400 as RFC 6749 section 5.2 has it (older Keycloaks: 401)."""
    response = deployed.token(grant_type="password", username=PERSON, password="wrong")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


def test_wrong_client_secret_gets_401(deployed: Deployed) -> None:
    """A client that does not prove who it is gets 401, whatever else it sends."""
    response = deployed.token(grant_type="client_credentials", client_secret="wrong")
    assert response.status_code == 401


def test_service_account_does_not_hold_the_role(deployed: Deployed) -> None:
    """The API's own service account was granted nothing."""
    response = deployed.token(grant_type="client_credentials")
    assert response.status_code == 200
    claims = claims_of(response)
    assert "roles" not in claims
    assert (claims["aud"], claims["client_id"]) == (CLIENT, CLIENT)


def test_person_holds_the_role(deployed: Deployed) -> None:
    """The person's token is for the API, holds the role, and says whose it is."""
    response = deployed.token(grant_type="password", username=PERSON, password=deployed.password)
    assert response.status_code == 200
    claims = claims_of(response)
    assert (claims["aud"], claims["roles"], claims["client_id"]) == (CLIENT, [ROLE], CLIENT)
    assert claims["sub"] == deployed.one("users", username=PERSON, exact="true")["id"]
    assert claims["iss"] == deployed.run.outputs()["issuer"]


def test_realm_row(deployed: Deployed) -> None:
    """Realm: enabled, with its display name."""
    realm = deployed.admin.get(f"realms/{REALM}").json()
    assert (realm["realm"], realm["enabled"], realm["displayName"]) == (REALM, True, "Example Realm")


def test_client_row(deployed: Deployed) -> None:
    """Client: confidential, the operator's secret, its flows and URLs; web origins follow the redirect URIs."""
    client = deployed.one("clients", clientId=CLIENT)
    expected = {
        "enabled": True,
        "publicClient": False,
        "bearerOnly": False,
        "standardFlowEnabled": True,
        "directAccessGrantsEnabled": True,
        "serviceAccountsEnabled": True,
        "implicitFlowEnabled": False,
        "baseUrl": "http://my-api-server/api",
        "adminUrl": "http://my-api-server/admin",
        "redirectUris": ["http://my-api-server/*"],
        "webOrigins": ["+"],
    }
    assert {key: client[key] for key in expected} == expected
    secret = deployed.admin.get(f"realms/{REALM}/clients/{client['id']}/client-secret").json()["value"]
    assert secret == deployed.secret


def test_user_row(deployed: Deployed) -> None:
    """User: enabled, verified e-mail, names, and a password that need not be changed."""
    user = deployed.one("users", username=PERSON, exact="true")
    expected = {
        "username": PERSON,
        "email": "user@example.com",
        "enabled": True,
        "emailVerified": True,
        "firstName": "Ml",
        "lastName": "User",
        "requiredActions": [],
    }
    assert {key: user[key] for key in expected} == expected


def test_role_and_assignment_rows(deployed: Deployed) -> None:
    """Role: it exists on the client; assignment: the person holds it, and nobody else does."""
    client = deployed.one("clients", clientId=CLIENT)
    roles = f"realms/{REALM}/clients/{client['id']}/roles"
    assert deployed.admin.get(f"{roles}/{ROLE}").json()["clientRole"] is True
    assert [user["username"] for user in deployed.admin.get(f"{roles}/{ROLE}/users").json()] == [PERSON]


def test_outputs_row(deployed: Deployed) -> None:
    """Outputs: what the realm's own discovery document says, and the client's secret, where a state keeps it."""
    outputs = deployed.run.outputs()
    kept = not CheckedDeclaration(deployed.environment, installed_features()).writes_secrets_only
    discovery = httpx.get(outputs["discovery_url"], timeout=PATIENCE_S).json()
    assert outputs == {
        "realm_name": REALM,
        "client_id": CLIENT,
        **({"client_secret": deployed.secret} if kept else {}),
        "audience": CLIENT,
        "issuer": discovery["issuer"],
        "token_endpoint": discovery["token_endpoint"],
        "jwks_uri": discovery["jwks_uri"],
        "discovery_url": outputs["discovery_url"],
    }


def test_second_plan_is_empty(deployed: Deployed) -> None:
    """What was applied is settled."""
    assert deployed.run.plan(deployed.environment) == []


def test_audit_finds_nothing(deployed: Deployed) -> None:
    """The realm holds what is declared and what Keycloak brings, and nothing else."""
    found = audited_run(deployed.run, deployed.environment, deployed.admin).findings
    assert [finding.text for finding in found] == []


def test_one_property_plans_exactly_that(deployed: Deployed) -> None:
    """A changed display name plans one update of one argument."""
    realm = deployed.environment.realm.model_copy(update={"display_name": "Another"})
    changed = deployed.environment.model_copy(update={"realm": realm})
    assert deployed.run.plan(changed) == [PlannedChange("keycloak_realm", ("update",), ("display_name",))]


def test_withdrawn_role_plans_exactly_that(deployed: Deployed) -> None:
    """A person who may no longer call every model loses the assignment and nothing else."""
    person = deployed.environment.people[PERSON].model_copy(update={"every_model": False})
    changed = deployed.environment.model_copy(update={"people": {PERSON: person}})
    assert deployed.run.plan(changed) == [PlannedChange("keycloak_user_roles", ("delete",), ())]


def test_flow_switched_off_by_hand_is_seen(deployed: Deployed) -> None:
    """Drift in a flow is planned back."""
    client = deployed.one("clients", clientId=CLIENT)
    path = f"realms/{REALM}/clients/{client['id']}"
    deployed.admin.request("PUT", path, json={**client, "standardFlowEnabled": False})
    planned = deployed.run.plan(deployed.environment)
    deployed.admin.request("PUT", path, json=client)
    assert planned == [PlannedChange("keycloak_openid_client", ("update",), ("standard_flow_enabled",))]
