"""A company's realm, with people and clients in it, that two environments join and leave again: the page's file."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.gateways.protected_api import ProtectedApi
from stacks.environment_files import EnvironmentFiles
from tests.support.gateways.gateways import FastApiGateway
from tests.support.project.checkout import ROOT
from tests.support.project.own_repository import OwnRepository
from tests.support.realms.company_realm import CompanyRealm
from tests.support.realms.principals import Person
from tests.unit.docs.pages import Page
from tools.joined_realm import shortfalls
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "corp"
PAGE = Page(ROOT / "docs" / "how-to" / "join-a-realm.md")
REDIRECT = "https://notebook.example.com/oauth2/callback"
LATE = "  late: {grants: {fraud: [predict]}}\n"
INFER = "/v2/models/{}/infer"
SHORT = "Realm 'corp' is not ours, and falls short"


@dataclass
class Joined:
    """The company's realm, and what joined it.

    Attributes:
        company: The realm.
        dev: One of the environments.
        prod: The other one.
        before: What was in the realm before either of them.
        told: What `make deploy` said.
    """

    company: CompanyRealm
    dev: OwnRepository
    prod: OwnRepository
    before: dict[str, Any] = field(repr=False)
    told: str = ""

    @property
    def endpoints(self) -> RealmEndpoints:
        """URLs of the realm."""
        return RealmEndpoints(self.dev.keycloak.url, REALM)

    def environment(self, name: str) -> Environment:
        """Return what an environment declares, by the names of the realm."""
        return EnvironmentFiles(self.dev.root / "environments").load(name)

    def claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that RS256 signs, and no other algorithm."""
        keys = KeySet.import_key_set(httpx.get(self.endpoints.jwks_uri, trust_env=False).json())
        decoded = jwt.decode(token, keys, algorithms=["RS256"])
        assert decoded.header["typ"] == "at+jwt"
        return dict(decoded.claims)

    def machine_token(self, name: str) -> str:
        """Return a token of an environment's consumer for the model that it may call."""
        variables = read_local_secrets(self.dev.root / ".env").values
        form = {
            "grant_type": "client_credentials",
            "client_id": f"ml-{name}-batch",
            "client_secret": variables[f"TF_VAR_ml_{name}_batch_client_secret"],
            "scope": f"ml-{name}-model.fraud.predict",
        }
        return str(httpx.post(self.endpoints.token_endpoint, data=form, trust_env=False).json()["access_token"])

    def person_token(self, username: str, *scopes: str) -> str:
        """Log somebody of the company in to the notebook of `dev`, with the password that they have there."""
        person = Person(username, "ml-dev-notebook", REDIRECT, self.endpoints, self.company.password)
        return str(person.ask(*scopes).json()["access_token"])

    def portal_token(self, username: str) -> str:
        """Log somebody in to a client of the company's, which gets every role of theirs."""
        form = {
            "grant_type": "password",
            "client_id": "portal",
            "username": username,
            "password": self.company.password,
            "scope": "openid",
        }
        return str(httpx.post(self.endpoints.token_endpoint, data=form, trust_env=False).json()["access_token"])

    def gateway(self, name: str, folder: Path) -> FastApiGateway:
        """Return an app behind what an environment's preset checks."""
        environment = self.environment(name)
        folder.mkdir()
        return FastApiGateway.load(folder, ProtectedApi.of(name, environment, environment.gateway, self.endpoints))


@pytest.fixture(scope="module")
def joined(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    """Make the realm, and deploy both environments into it."""
    company = CompanyRealm(REALM, keycloak.admin)
    company.create()
    shown = PAGE.code("yaml")[0].replace("https://sso.example.com", keycloak.url)
    files = {name: shown.replace("dev", name) for name in ("dev", "prod")}
    folder = tmp_path_factory.mktemp("joined")
    repositories = OwnRepository.holding(files, REALM, folder=folder, keycloak=keycloak)
    dev, prod = repositories["dev"], repositories["prod"]
    before = company.content("ml-")
    told = dev.deploy().stderr
    prod.deploy()
    yield Joined(company, dev, prod, before, told)
    company.delete()


def test_what_the_realm_lacks_is_said_once(joined: Joined) -> None:
    """With the setting, its value and its place."""
    assert joined.told.count(SHORT) == 1
    assert "- passwords may be guessed without end (bruteForceProtected): choose Lockout temporarily" in joined.told
    assert "(revokeRefreshToken): turn on Revoke Refresh Token, with 0 as Refresh Token Max Reuse" in joined.told


def test_nothing_of_others_is_touched(joined: Joined) -> None:
    """Settings, clients, scopes, roles, groups, accounts, flows and keys are byte for byte as they were."""
    assert joined.company.content("ml-") == joined.before
    joined.dev.assert_settled()


def test_machine_token_is_for_its_own_environment(joined: Joined) -> None:
    """Roles and audience are ours alone; what the company gives new clients is not in it."""
    claims = joined.claims(joined.machine_token("dev"))
    assert (claims["aud"], claims["roles"], claims["azp"], claims["scope"]) == (
        "https://models.example.com/dev",
        ["fraud:predict"],
        "ml-dev-batch",
        "ml-dev-model.fraud.predict",
    )
    assert not {"company", "realm_access", "resource_access"} & claims.keys()


def test_people_of_the_company_have_what_they_are_granted(joined: Joined) -> None:
    """By their own accounts and passwords; their groups of the company do not pass for ours."""
    ada = joined.claims(joined.person_token("ada", "ml-dev-model.churn.predict", "ml-dev-model.fraud.explain"))
    assert (ada["roles"], ada["aud"]) == (["churn:predict"], "https://models.example.com/dev")
    assert {"/analysts", "/ml-dev-groups/analysts"} <= set(ada["groups"])
    eve = joined.claims(joined.person_token("eve", "ml-dev-model.churn.predict"))
    assert "roles" not in eve


def test_gateway_tells_environments_and_clients_apart(joined: Joined, tmp_path: Path) -> None:
    """A token of another environment, or of a client of the company's, opens nothing."""
    gateway = joined.gateway("dev", tmp_path / "dev")
    tokens = {
        "own": joined.machine_token("dev"),
        "other environment": joined.machine_token("prod"),
        "the company's portal": joined.portal_token("ada"),
    }
    answers = {who: gateway.call(INFER.format("fraud"), token=token).status for who, token in tokens.items()}
    assert answers == {"own": 200, "other environment": 401, "the company's portal": 401}
    person = joined.person_token("ada", "ml-dev-model.churn.predict")
    found = [gateway.call(INFER.format(model), token=person).status for model in ("churn", "fraud")]
    assert found == [200, 403]


def test_audit_is_about_ours(joined: Joined) -> None:
    """Who got a role or a scope of ours by hand is found; what the company does with its own is not."""
    admin, base = joined.company.admin, f"realms/{REALM}"
    (api,) = admin.get(f"{base}/clients", clientId="ml-dev-model-api").json()
    role = admin.get(f"{base}/clients/{api['id']}/roles/fraud:predict").json()
    eve = joined.company.user_id("eve")
    at = f"{base}/users/{eve}/role-mappings/clients/{api['id']}"
    admin.request("POST", at, json=[{"id": role["id"], "name": role["name"]}])
    admin.request("POST", f"{base}/roles", json={"name": "of-the-company"})
    try:
        found = joined.dev.run("audit", "dev")
    finally:
        admin.request("DELETE", at, json=[{"id": role["id"], "name": role["name"]}])
        admin.request("DELETE", f"{base}/roles/of-the-company")
    told = [line.partition(" (")[0] for line in found.stdout.splitlines() if "is not declared" in line]
    assert (found.returncode, told) == (3, ["role ml-dev-model-api/fraud:predict of person eve is not declared"])


@pytest.mark.long
def test_a_client_of_others_is_not_taken_over(joined: Joined) -> None:
    """Nothing is changed where a name of ours is taken by somebody else."""
    admin, base = joined.company.admin, f"realms/{REALM}"
    admin.request("POST", f"{base}/clients", json={"clientId": "ml-dev-late", "publicClient": True})
    declared = joined.dev.root / "environments" / "dev.yaml"
    text = declared.read_text()
    declared.write_text(text.replace("groups:\n", f"{LATE}groups:\n", 1))
    try:
        refused = joined.dev.run("deploy", "dev")
    finally:
        declared.write_text(text)
        (client,) = admin.get(f"{base}/clients", clientId="ml-dev-late").json()
        admin.request("DELETE", f"{base}/clients/{client['id']}")
    assert refused.returncode == 2, refused.stdout + refused.stderr
    assert "client 'ml-dev-late' exists in realm 'corp', and is somebody else's: nothing was changed" in refused.stderr


def test_what_leaves_takes_its_own_along(joined: Joined) -> None:
    """One environment goes, the other one works on; when both are gone, the realm is as the company made it."""
    for repository in (joined.dev, joined.prod):
        gone = repository.run("destroy", repository.name)
        assert gone.returncode == 0, gone.stdout + gone.stderr
        if repository is joined.dev:
            assert joined.claims(joined.machine_token("prod"))["roles"] == ["fraud:predict"]
    assert joined.company.content() == joined.before


def test_a_realm_that_was_set_right_is_not_told_of(joined: Joined) -> None:
    """Its owner has done what was asked, and nothing more is."""
    joined.company.set_right()
    assert shortfalls(joined.environment("dev"), joined.company.admin) == []


def test_the_pages_stand_in_is_a_realm(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """Its commands make a realm with the people that the page's environment names."""
    (stand_in,) = PAGE.code("json")
    name = "corp-page"
    (tmp_path / "corp.json").write_text(stand_in.replace(REALM, name, 1), encoding="utf-8")
    shutil.copy2(keycloak.dotenv, tmp_path / ".env")
    commands = PAGE.code("sh")[-1]
    try:
        subprocess.run(["bash", "-e", "-c", commands], cwd=tmp_path, check=True, timeout=60)
        people = keycloak.admin.get(f"realms/{name}/users").json()
    finally:
        keycloak.admin.delete_realm(name)
    assert [person["username"] for person in people] == ["ada", "grace"]
