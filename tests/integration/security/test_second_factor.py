"""A required second factor: whoever has a password alone gets no token, and replaces nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from constructs_lib.declaration.props import PersonProps
from stacks.installed_features import installed_features
from tests.integration.security.prod_realm import BUILT_IN
from tests.support.declarations.page_snippets import page_environment
from tests.support.people.passkey import Passkey
from tests.support.people.visitor import Visitor
from tests.support.realms.client_policies import declared_policies, policies_for_a_while
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.registration import (
    change_itself,
    initial_access_token,
    register,
    registration_access_token,
)
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.people.visitor import Page
    from tests.support.realms.principals import Person
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.security]

CONSOLES = ("account", "account-console")


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What docs/how-to/second-factor.md declares, with somebody who needs a passkey and has one."""
    grace = PersonProps(
        email="grace@example.com",
        first_name="Grace",
        last_name="Example",
        email_verified=True,
        temporary_password=False,
        groups=("owners",),
    )
    environment = page_environment("second-factor").model_copy(update={"people": {"grace": grace}})
    folder = tmp_path_factory.mktemp("factor")
    live = LiveEnvironment.apply(environment, realm="factor", folder=folder, keycloak=keycloak, private=private)
    visitor, url = Visitor(live.person("grace")), live.private.url
    page = visitor.log_in()
    challenge = re.search(r"""challenge\s*:\s*["']([\w-]+)["']""", page.text)
    assert challenge, page.name
    registered = visitor.send(page, **Passkey(url, urlsplit(url).hostname or "").register(challenge[1]))
    assert "code" in registered.answer
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture
def factors(live: LiveEnvironment) -> Iterator[list[str]]:
    """The person's credentials, which are the same at the end."""
    before = credentials(live)
    yield [each["id"] for each in before if each["type"] == "webauthn"]
    assert credentials(live) == before


def credentials(live: LiveEnvironment) -> list[dict[str, str]]:
    """Return id and kind of the person's credentials."""
    (user,) = live.admin.get(f"realms/{live.realm}/users", username="grace", exact="true").json()
    found = live.admin.get(f"realms/{live.realm}/users/{user['id']}/credentials").json()
    return [{"id": each["id"], "type": each["type"]} for each in found]


def at_console(live: LiveEnvironment, client_id: str) -> Person:
    """Return the person at one of Keycloak's own consoles."""
    return replace(
        live.person("grace"), client_id=client_id, redirect_uri=f"{live.endpoints.issuer}/account/", client_secret=""
    )


def stopped(page: Page) -> str:
    """Return the page at which somebody without the passkey stands; nobody got a code."""
    assert page.answer == {}
    return f"password alone: page {page.name}"


@pytest.fixture
def policies(live: LiveEnvironment) -> Iterator[None]:
    """The realm's client policies, by the same values where this machine's provider cannot write them."""
    if installed_features().client_policies:
        yield
        return
    with policies_for_a_while(live.admin, live.realm, *declared_policies(live.environment)):
        yield


@pytest.mark.baseline(41)
@pytest.mark.parametrize("client", [*BUILT_IN, "notebook"])
def test_password_alone_gets_no_token(
    live: LiveEnvironment, factors: list[str], shown: ShownAnswers, client: str
) -> None:
    """The password grant of every client is refused; with its token the passkey could be removed."""
    assert len(factors) == 1
    form = {"grant_type": "password", "client_id": client, "username": "grace", "scope": "openid offline_access"}
    for scope in ("openid", "openid offline_access"):
        answer = httpx.post(
            live.endpoints.token_endpoint,
            data={**form, "scope": scope, "password": live.person("grace").password},
            trust_env=False,
            timeout=PATIENCE_S,
        )
        assert "access_token" not in answer.text
        assert shown.here(f"password grant: {answer.status_code}") in {"password grant: 400", "password grant: 401"}


@pytest.mark.baseline(41)
@pytest.mark.parametrize("client", CONSOLES)
def test_consoles_ask_for_the_passkey(
    live: LiveEnvironment, factors: list[str], shown: ShownAnswers, client: str
) -> None:
    """Who has no passkey does not reach the account, where credentials are removed."""
    page = Visitor(at_console(live, client)).log_in()
    assert shown.here(stopped(page)) == "password alone: page webauthn-authenticate"
    assert len(factors) == 1


@pytest.mark.baseline(41)
@pytest.mark.parametrize("client", [*CONSOLES, "notebook"])
@pytest.mark.parametrize("action", ["webauthn-register", "CONFIGURE_TOTP", "UPDATE_PASSWORD", "delete_credential"])
def test_no_action_goes_before_the_passkey(
    live: LiveEnvironment, factors: list[str], shown: ShownAnswers, client: str, action: str
) -> None:
    """An application may ask for another passkey, an app, a new password or a removal: the passkey comes first."""
    person = live.person("grace") if client == "notebook" else at_console(live, client)
    wanted = f"{action}:{factors[0]}" if action == "delete_credential" else action
    page = Visitor(person).log_in(kc_action=wanted)
    assert shown.here(stopped(page)) == "password alone: page webauthn-authenticate"


@pytest.mark.baseline(41)
@pytest.mark.parametrize("parameters", [{"acr_values": "0"}, {"prompt": "login"}, {"max_age": "0"}, {"claims": "{}"}])
def test_no_parameter_of_the_request_lowers_it(
    live: LiveEnvironment, factors: list[str], shown: ShownAnswers, parameters: dict[str, str]
) -> None:
    """Whatever level an application asks for, the passkey is asked for."""
    page = Visitor(live.person("grace")).log_in(**parameters)
    assert shown.here(stopped(page)) == "password alone: page webauthn-authenticate"
    assert len(factors) == 1


@pytest.mark.baseline(41)
@pytest.mark.usefixtures("policies")
def test_no_token_binds_another_flow_to_a_client(
    live: LiveEnvironment, factors: list[str], shown: ShownAnswers
) -> None:
    """Who may change a client by its own token, or register one, does not put Keycloak's login in the realm's place."""
    assert len(factors) == 1
    flows = live.admin.get(f"realms/{live.realm}/authentication/flows").json()
    bound = {"browser": next(flow["id"] for flow in flows if flow["alias"] == "browser")}
    (notebook,) = live.admin.get(f"realms/{live.realm}/clients", clientId="notebook").json()
    own = registration_access_token(live, "notebook")
    changed = change_itself(live, own, **{**notebook, "authenticationFlowBindingOverrides": bound})
    assert shown.here(f"own flow, with policies: {changed.status_code}") == "own flow, with policies: 403"
    assert stopped(Visitor(live.person("grace")).log_in()) == "password alone: page webauthn-authenticate"
    sound = {name: notebook[name] for name in ("redirectUris", "publicClient", "attributes", "fullScopeAllowed")}
    sound |= {"implicitFlowEnabled": False, "directAccessGrantsEnabled": False, "clientId": "another"}
    token = initial_access_token(live)
    made = register(live, token, kind="default", **sound, authenticationFlowBindingOverrides=bound)
    assert made.status_code == httpx.codes.FORBIDDEN
