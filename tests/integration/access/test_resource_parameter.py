"""The parameter `resource` (RFC 8707), where Keycloak's experimental feature is switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.secret_names import initial_password_name
from stacks.environment import Environment
from tests.support.declarations.people import ready_person
from tests.support.realms.asking import Asking
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.keycloak import another_keycloak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

# It starts a Keycloak of its own, with another build.
pytestmark = [pytest.mark.integration, pytest.mark.long]

PREDICT, READ, WRITE = "model.fraud.predict", "model.users.read", "model.logs.write"
BY_URL = "https://logs.example.com"
GRANTS = {"fraud": ["predict"], "users": ["read"], "logs": ["write"]}


@pytest.fixture(scope="module")
def server(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeycloakServer]:
    """A Keycloak that knows the parameter."""
    with another_keycloak(keycloak, tmp_path_factory.mktemp("server"), "--features=resource-indicators") as server:
        yield server


@pytest.fixture(scope="module")
def live(server: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> LiveEnvironment:
    """Two APIs whose audience is their `client_id`, one that is named by a URL, and who calls all three."""
    environment = Environment.model_validate(
        {
            "keycloak": {"url": server.url},
            "realm": {"name": "resource", "ssl_required": "external", "login": {"verify_email": False}},
            "apis": {
                "scoring": {"client_id": "model-api"},
                "features": {"client_id": "feature-store"},
                "logs": {"client_id": "log-store", "audience": BY_URL},
            },
            "models": {
                "fraud": {"api": "scoring"},
                "users": {"api": "features", "actions": ["read"]},
                "logs": {"api": "logs", "actions": ["write"]},
            },
            "people": {"ada": {**ready_person("ada").model_dump(), "grants": GRANTS}},
            "applications": {"notebook": {"redirect_uris": ["https://notebook.example.com/callback"]}},
            "consumers": {"batch": {"grants": GRANTS}},
        }
    )
    own = PrivateSide(server.url, private.documents, private.tls)
    folder = tmp_path_factory.mktemp("resource")
    return LiveEnvironment.apply(environment, realm="resource", folder=folder, keycloak=server, private=own)


def ask(live: LiveEnvironment, resource: str, *scopes: str) -> httpx.Response:
    """Ask for a token of a person with scopes, for a resource."""
    return Asking(
        username="ada",
        client_id="notebook",
        redirect_uri=live.environment.applications["notebook"].redirect_uris[0],
        endpoints=live.endpoints,
        password=live.private.secret(initial_password_name("ada")),
        client_secret="",
        resource=resource,
    ).ask(*scopes)


def ask_as_machine(live: LiveEnvironment, resource: str, *scopes: str) -> httpx.Response:
    """Ask for a token of a machine with scopes, for a resource."""
    return live.machine("batch").post(grant_type="client_credentials", scope=" ".join(scopes), resource=resource)


@pytest.mark.parametrize(
    ("resource", "scopes", "audience"),
    [
        ("urn:client:model-api", (PREDICT, READ), "model-api"),
        ("urn:client:feature-store", (PREDICT, READ), "feature-store"),
        ("urn:client:feature-store", (PREDICT, READ, WRITE), "feature-store"),
    ],
)
def test_token_of_a_person_is_narrowed_to_one_audience(
    live: LiveEnvironment, resource: str, scopes: tuple[str, ...], audience: str
) -> None:
    """Of the audiences that scopes bring, `resource` keeps the one of the client that it names; roles stay."""
    claims = live.tokens.token(ask(live, resource, *scopes)).claims
    assert claims["aud"] == audience
    assert {"fraud:predict", "users:read"} <= set(claims["roles"])


OTHERS = pytest.mark.parametrize(
    ("resource", "scopes"),
    [
        ("urn:client:feature-store", (PREDICT,)),
        ("urn:client:log-store", (WRITE,)),
        (BY_URL, (WRITE,)),
        ("urn:client:batch", (PREDICT,)),
        ("model-api", (PREDICT,)),
    ],
    ids=["not asked for", "client of another audience", "audience", "no API", "no URI"],
)


@OTHERS
def test_any_other_resource_is_refused(live: LiveEnvironment, resource: str, scopes: tuple[str, ...]) -> None:
    """What no scope brought, and an API that `aud` names by anything but its client, gives no token."""
    answer = ask(live, resource, *scopes)
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_target")


@OTHERS
def test_any_other_resource_is_refused_to_machines(
    live: LiveEnvironment, resource: str, scopes: tuple[str, ...]
) -> None:
    """A machine is answered alike."""
    answer = ask_as_machine(live, resource, *scopes)
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_target")


def test_machine_gets_no_token_by_it(live: LiveEnvironment) -> None:
    """Keycloak 26.7.3 notes the resource in a refresh token, of which a machine has none, and fails."""
    answer = ask_as_machine(live, "urn:client:model-api", PREDICT, READ)
    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
