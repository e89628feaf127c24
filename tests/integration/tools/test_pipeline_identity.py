"""A pipeline proves who it is by its platform's token alone."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.support.realms.bare_realm import bare_realm
from tests.support.realms.pipeline_trust import forget_trust
from tests.support.servers.platform_issuer import PlatformIssuer
from tools.ci.identity import access_token_of, pipeline_identity
from tools.ci.trust import Trust
from tools.deployer.clients import DeployerClients
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

ENVIRONMENT, REALM, SECRET = "trusted", "ml-trusted", "canary-of-a-client-in-a-realm"
PLANNER, DEPLOYER = (f"repo:example/trusted:environment:{name}" for name in ("plan", "production"))


@dataclass(frozen=True)
class Pipeline:
    """What a pipeline reaches.

    Attributes:
        keycloak: Its Keycloak.
        issuer: Its platform.
    """

    keycloak: KeycloakServer
    issuer: PlatformIssuer


@pytest.fixture(scope="module")
def pipeline(keycloak: KeycloakServer) -> Iterator[Pipeline]:
    """A realm with a client, and a pipeline that Keycloak knows."""
    admin = keycloak.admin
    with bare_realm(admin, REALM), PlatformIssuer() as issuer:
        admin.request("POST", f"realms/{REALM}/clients", json={"clientId": "scorer", "secret": SECRET})
        list(Trust(DeployerClients(admin, ENVIRONMENT, REALM), issuer.url).establish(PLANNER, DEPLOYER))
        yield Pipeline(keycloak, issuer)
        forget_trust(admin, ENVIRONMENT, issuer.url)


@pytest.mark.parametrize(
    "subject",
    [
        "repo:example/ml-access:ref:refs/heads/change",
        "repo:example/ml-access:pull_request",
        "repo:other/ml-access:environment:production",
    ],
)
def test_job_of_somebody_else_is_nobody(pipeline: Pipeline, subject: str) -> None:
    """Another branch, a pull request or a fork gets no identity, and one line says which claims were not known."""
    url = f"{pipeline.keycloak.url}/realms/master"
    with pytest.raises(ToolError) as caught:
        access_token_of(url, pipeline.issuer.token(subject, url))
    assert caught.value.exit_code == 2
    assert str(caught.value) == (
        f"Keycloak at {url} does not take this pipeline's token: issuer '{pipeline.issuer.url}', subject '{subject}', "
        f"audience '{url}': it needs a client with just this issuer and subject (make ci-identity), and an audience "
        "that is the realm's issuer"
    )


def test_token_counts_once_and_for_this_realm(pipeline: Pipeline) -> None:
    """A token that was shown before, was issued for another audience or has expired gets nothing."""
    url = f"{pipeline.keycloak.url}/realms/master"
    shown = pipeline.issuer.token(PLANNER, url)
    assert access_token_of(url, shown)
    past = int(time.time()) - 3600
    for token in (
        shown,
        pipeline.issuer.token(PLANNER, "https://sso.example.com/realms/master"),
        pipeline.issuer.token(PLANNER, url, iat=past, exp=past + 300),
    ):
        with pytest.raises(ToolError, match="does not take this pipeline's token"):
            access_token_of(url, token)


def test_planner_reads_one_realm(pipeline: Pipeline) -> None:
    """What plans may not change the realm, neither sees another one, and the reader does see clients' secrets."""
    url = f"{pipeline.keycloak.url}/realms/master"
    planner, deployer = (
        KeycloakAdmin(pipeline.keycloak.url, access_token=access_token_of(url, pipeline.issuer.token(subject, url)))
        for subject in (PLANNER, DEPLOYER)
    )
    with pytest.raises(ToolError, match="does not let the access token"):
        planner.request("PUT", f"realms/{REALM}", json={"accessTokenLifespan": 60})
    for admin in (planner, deployer):
        with pytest.raises(ToolError, match="does not let the access token"):
            admin.get("realms/master/users")
        assert [realm["realm"] for realm in admin.get("realms").json()] == [REALM]
    (client,) = planner.get(f"realms/{REALM}/clients", clientId="scorer").json()
    assert client["secret"] == SECRET


def test_trust_is_set_up_again(pipeline: Pipeline) -> None:
    """The same command brings the trust up to date; one subject for both, or a realm that is not there, is refused."""
    clients = DeployerClients(pipeline.keycloak.admin, ENVIRONMENT, REALM)
    trust = Trust(clients, pipeline.issuer.url)
    assert list(trust.establish(PLANNER, DEPLOYER)) == [
        f"ml-planner-{ENVIRONMENT} views realm '{REALM}', for jobs with subject '{PLANNER}'",
        f"ml-deployer-{ENVIRONMENT} changes realm '{REALM}', for jobs with subject '{DEPLOYER}'",
    ]
    with pytest.raises(ToolError, match="are the same subject"):
        list(trust.establish(PLANNER, PLANNER))
    with pytest.raises(ToolError, match="realm 'ml-none' is not there yet: deploy environment 'trusted' once"):
        list(replace(trust, clients=replace(clients, realm="ml-none")).establish(PLANNER, DEPLOYER))


def test_identity_is_for_who_has_nothing_else(pipeline: Pipeline) -> None:
    """A job of either platform gets a token; where a secret is set, or no platform vouches, nothing is asked for."""
    url = pipeline.keycloak.url
    github = {
        "KEYCLOAK_URL": url,
        "ACTIONS_ID_TOKEN_REQUEST_URL": pipeline.issuer.job_url(PLANNER),
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": pipeline.issuer.bearer,
    }
    gitlab = {"KEYCLOAK_URL": url, "KEYCLOAK_ID_TOKEN": pipeline.issuer.token(PLANNER, f"{url}/realms/master")}
    for variables in (github, gitlab):
        admin = KeycloakAdmin.from_environment({**variables, **pipeline_identity(variables)})
        assert admin.get(f"realms/{REALM}").json()["realm"] == REALM
    assert pipeline_identity({**github, "KEYCLOAK_CLIENT_SECRET": "x"}) == {}
    assert pipeline_identity({"KEYCLOAK_URL": url}) == {}
    with pytest.raises(ToolError, match="GitHub answered 401"):
        pipeline_identity({**github, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "other"})
    with pytest.raises(ToolError, match="has no realm at"):
        pipeline_identity({**github, "KEYCLOAK_REALM": "none"})
