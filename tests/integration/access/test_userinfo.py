"""The userinfo endpoint, for the applications that ask for it, and what their access tokens hold then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from joserfc import jwt

from constructs_lib.declaration.props import ApplicationProps, ModelProps, PersonProps
from stacks.environment_files import EnvironmentFiles
from tests.support.people.authlib_client import log_in_by_authlib
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.recipes.userinfo_clients import USERINFO_CLIENTS, ask_userinfo
from tests.support.tokens.tokens import claims_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

MODELS = {f"model-{number}": ModelProps() for number in range(30)}
SCOPE = "model.model-0.predict"
IDENTITY = ("openid", "profile", "email")
PLAIN, ASKING, SECRET, NATIVE = "plain", "asking", "asking-with-a-secret", "native"
API_CLAIMS = {"aud", "azp", "client_id", "exp", "iat", "iss", "jti", "roles", "scope", "sid", "sub", "typ"}
OF_THE_PERSON = {"email", "email_verified", "family_name", "given_name", "name", "preferred_username"}


def person(username: str, models: int) -> PersonProps:
    """Return somebody who may call some models."""
    return PersonProps(
        email=f"{username}@example.com",
        first_name=username,
        last_name="Example",
        email_verified=True,
        temporary_password=False,
        grants=dict.fromkeys(list(MODELS)[:models], ("predict",)),
    )


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """Applications with and without it, somebody with one grant, and somebody with thirty."""
    uris = ("https://app.example.com/callback",)
    applications = {
        PLAIN: ApplicationProps(redirect_uris=uris),
        ASKING: ApplicationProps(redirect_uris=uris, userinfo=True),
        SECRET: ApplicationProps(type="confidential", redirect_uris=uris, userinfo=True),
        NATIVE: ApplicationProps(
            redirect_uris=("com.example.app:/callback", "http://127.0.0.1/callback"), userinfo=True
        ),
    }
    people = {"bob": person("bob", 1), "eva": person("eva", 30)}
    environment = (
        EnvironmentFiles()
        .load("dev")
        .model_copy(update={"models": MODELS, "applications": applications, "people": people})
    )
    folder = tmp_path_factory.mktemp("userinfo")
    live = LiveEnvironment.apply(environment, realm="userinfo", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def userinfo(live: LiveEnvironment, answer: httpx.Response) -> httpx.Response:
    """Ask who somebody is."""
    url = httpx.get(live.endpoints.discovery_url, trust_env=False).json()["userinfo_endpoint"]
    return httpx.get(url, headers={"Authorization": f"Bearer {answer.json()['access_token']}"}, trust_env=False)


def test_it_is_settled(live: LiveEnvironment) -> None:
    """Nothing is left to plan."""
    assert live.plan() == []


def test_lightweight_token_opens_nothing(live: LiveEnvironment) -> None:
    """An application that did not ask for it is told why."""
    refused = userinfo(live, live.person("bob", PLAIN).ask(*IDENTITY))
    assert refused.status_code == 401
    assert "Lightweight access token not allowed" in refused.headers["www-authenticate"]


def test_endpoint_says_what_was_asked_for(live: LiveEnvironment) -> None:
    """`sub` alone by `openid`; name and address by their scopes, as in the ID token."""
    bob = live.person("bob", ASKING)
    alone = userinfo(live, bob.ask("openid"))
    assert (alone.status_code, sorted(alone.json())) == (200, ["sub"])
    asked = bob.ask(*IDENTITY)
    found = userinfo(live, asked)
    assert set(found.json()) == {"sub", *OF_THE_PERSON}
    identity = jwt.decode(asked.json()["id_token"], live.tokens.keys, algorithms=["ES256"]).claims
    assert (found.json()["email"], identity["email"]) == ("bob@example.com", "bob@example.com")
    assert found.json()["sub"] == identity["sub"]


@pytest.mark.parametrize(
    ("scopes", "more"), [(("openid", SCOPE), set()), ((*IDENTITY, SCOPE), OF_THE_PERSON)], ids=["api", "person"]
)
def test_tokens_hold_little_more_and_do_not_grow(
    live: LiveEnvironment, scopes: tuple[str, ...], more: set[str]
) -> None:
    """The API's claims are what they were; beside them stand the time of the login, and what the scopes say."""
    answers = {name: live.person(name, ASKING).ask(*scopes) for name in ("bob", "eva")}
    for answer in answers.values():
        assert set(claims_of(answer)) == {*API_CLAIMS, "auth_time", *more}
        assert live.tokens.token(answer).roles == ["model-0:predict"]
    one, thirty = (len(answer.json()["access_token"]) for answer in answers.values())
    assert one == thirty
    plain = live.person("bob", PLAIN).ask("openid", SCOPE)
    assert set(claims_of(plain)) == API_CLAIMS


def test_standard_client_works(live: LiveEnvironment) -> None:
    """Authlib logs somebody in, and asks who it was; without `userinfo` it gets the refusal."""
    answer = log_in_by_authlib(live.person("bob", SECRET), *IDENTITY, SCOPE)
    assert (answer["status"], answer["body"]["email"]) == (200, "bob@example.com")
    refused = log_in_by_authlib(live.person("bob", PLAIN), *IDENTITY)
    assert (refused["status"], "Lightweight" in refused["body"]) == (401, True)


@pytest.mark.parametrize("name", USERINFO_CLIENTS)
def test_clients_of_other_languages_work(live: LiveEnvironment, tmp_path: Path, name: str) -> None:
    """What Go and JavaScript programs are built on learns who it was; without `userinfo` it gets the refusal."""
    command = USERINFO_CLIENTS[name](tmp_path)
    answers = {}
    for application in (ASKING, PLAIN):
        answer = live.person("bob", application).ask(*IDENTITY).json()
        subject = jwt.decode(answer["id_token"], live.tokens.keys, algorithms=["ES256"]).claims["sub"]
        found = ask_userinfo(command, live.endpoints.issuer, application, subject, answer["access_token"])
        answers[application] = found["status"], (found["body"] or {}).get("email")
    assert answers == {ASKING: (200, "bob@example.com"), PLAIN: (401, None)}


def test_app_on_a_persons_device(live: LiveEnvironment) -> None:
    """It gets its code at a scheme of its own, or at any port of the device, and asks who logged in (RFC 8252)."""
    found = userinfo(live, live.person("bob", NATIVE).ask(*IDENTITY))
    assert (found.status_code, found.json()["email"]) == (200, "bob@example.com")
    asked = {"client_id": NATIVE, "response_type": "code", "code_challenge": "x" * 43, "code_challenge_method": "S256"}
    uris = (
        "http://127.0.0.1:51234/callback",
        "http://127.0.0.1:51234/other",
        "com.example.app:/other",
        "http://127.1/",
    )
    statuses = [
        httpx.get(
            live.endpoints.authorization_endpoint,
            params={**asked, "scope": "openid", "redirect_uri": uri},
            trust_env=False,
        ).status_code
        for uri in uris
    ]
    assert statuses == [200, 400, 400, 400]
