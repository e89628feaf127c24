"""Refresh tokens: each works once, and none for ever."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props.values import duration_seconds
from tests.integration.security.prod_realm import API, CONSOLES, NOTEBOOK, PORTAL
from tests.support.baseline.answers import answer_of, returned
from tests.support.tokens.code_flow import CodeFlow
from tests.support.tokens.tokens import claims_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]

SHORT_S = 300
_TRIES = 30


@pytest.mark.baseline(7)
def test_refresh_token_works_once(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Whoever uses one again ends the session: the token that replaced it is dead as well."""
    flow = prod.flow()
    first = flow.tokens().json()["refresh_token"]
    second = flow.refresh(first).json()["refresh_token"]
    assert shown.here(answer_of(flow.refresh(first))) == "400 invalid_grant"
    assert answer_of(flow.refresh(second)) == "400 invalid_grant"
    other = defaults.flow()
    first = other.tokens().json()["refresh_token"]
    assert answer_of(other.refresh(first)) == "200 token"
    assert shown.by_default(answer_of(other.refresh(first))) == "200 token"


@pytest.mark.baseline(7)
def test_stale_refresh_token_of_the_same_second(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Keycloak tells the age of tokens by seconds: of three in one second, the first works once more after the third.

    Once a second has passed it is refused, and ends the session.
    """
    replayed: dict[bool, str] = {}
    for _ in range(_TRIES):
        flow = prod.flow()
        tokens = [flow.tokens().json()["refresh_token"]]
        for _ in range(2):
            tokens.append(flow.refresh(tokens[-1]).json()["refresh_token"])
        at_once = len({claims_in(token)["iat"] for token in tokens}) == 1
        replayed[at_once] = answer_of(flow.refresh(tokens[0]))
        if at_once:
            break
    flow = prod.flow()
    tokens = [flow.tokens().json()["refresh_token"]]
    for _ in range(2):
        time.sleep(1)
        tokens.append(flow.refresh(tokens[-1]).json()["refresh_token"])
    assert answer_of(flow.refresh(tokens[0])) == "400 invalid_grant"
    assert answer_of(flow.refresh(tokens[2])) == "400 invalid_grant"
    assert replayed[True] == "200 token"
    shown.here("first of three within one second: 200 token")


@pytest.fixture
def short_session(prod: ProdRealm) -> Iterator[None]:
    """The realm's sessions end sooner than they idle."""
    path = f"realms/{prod.name}"
    deployed = {name: prod.settings()[name] for name in ("ssoSessionMaxLifespan", "clientSessionMaxLifespan")}
    prod.admin.request("PUT", path, json=dict.fromkeys(deployed, SHORT_S))
    yield
    prod.admin.request("PUT", path, json=deployed)


@pytest.fixture
def offline_offered(prod: ProdRealm) -> Iterator[None]:
    """An application that may ask for offline access, as ours may not, in a realm that gives it to people."""
    assign_offline_scope(prod, "PUT", NOTEBOOK)
    role = prod.admin.get(f"realms/{prod.name}/roles/offline_access").json()
    everybody = f"realms/{prod.name}/roles-by-id/{prod.settings()['defaultRole']['id']}/composites"
    prod.admin.request("POST", everybody, json=[role])
    yield
    prod.admin.request("DELETE", everybody, json=[role])
    assign_offline_scope(prod, "DELETE", NOTEBOOK)


@pytest.fixture(params=[NOTEBOOK, PORTAL, API, *CONSOLES])
def offline_scope(prod: ProdRealm, request: pytest.FixtureRequest) -> Iterator[str]:
    """A client to which somebody assigned the scope by hand."""
    assign_offline_scope(prod, "PUT", request.param)
    yield request.param
    assign_offline_scope(prod, "DELETE", request.param)


def assign_offline_scope(prod: ProdRealm, method: str, client: str) -> None:
    """Assign Keycloak's scope `offline_access` to a client, or take it away."""
    (scope,) = [
        scope["id"]
        for scope in prod.admin.get(f"realms/{prod.name}/client-scopes").json()
        if scope["name"] == "offline_access"
    ]
    prod.admin.request(method, f"realms/{prod.name}/clients/{prod.client_uuid(client)}/optional-client-scopes/{scope}")


@pytest.mark.baseline(10)
def test_refresh_token_ends_with_the_session(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Unused it lives for the idle time; used again and again, until the session's end."""
    lifespans = prod.live.environment.realm.lifespans
    ends_in = int(prod.flow().tokens().json()["refresh_expires_in"])
    assert 0 < ends_in <= duration_seconds(lifespans.session_idle)
    settings = prod.settings()
    for name in ("ssoSessionMaxLifespan", "clientSessionMaxLifespan"):
        assert settings[name] == duration_seconds(lifespans.session_max)
    shown.here("unused: ends after 30 min")


@pytest.mark.baseline(10)
@pytest.mark.usefixtures("short_session")
def test_session_end_is_the_last(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The session's longest life bounds every refresh token of it, also one that was just renewed."""
    flow = prod.flow()
    first = flow.tokens().json()
    second = flow.refresh(first["refresh_token"]).json()
    assert 0 < second["refresh_expires_in"] <= first["refresh_expires_in"] <= SHORT_S
    shown.here("renewed: ends with the session")


@pytest.mark.baseline(10)
@pytest.mark.parametrize("client", [NOTEBOOK, API, *CONSOLES])
def test_no_client_gets_offline_access(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """No refresh token that outlives the session is offered, by Keycloak's own clients either."""
    answer = prod.flow(client).request(scope="openid offline_access")
    assert shown.here(f"offline, asked for: {answer_of(answer)}") == "offline, asked for: 302 invalid_scope"


@pytest.mark.baseline(10)
def test_offline_scope_by_hand_is_not_enough(prod: ProdRealm, offline_scope: str, shown: ShownAnswers) -> None:
    """Where no application is declared to have offline access, nobody has the role that it takes."""
    flow = prod.flow(offline_scope)
    if offline_scope == PORTAL:
        page = flow.log_in(flow.push(scope="openid offline_access"))
        code = returned(flow.agree(page))["code"]
    else:
        code = flow.authorize(scope="openid offline_access")["code"]
    answer = flow.redeem(code)
    assert shown.here(f"offline, scope by hand: {answer_of(answer)}") == "offline, scope by hand: 400 not_allowed"


@pytest.mark.baseline(10)
def test_keycloaks_clients_would_give_offline_tokens(defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """By default they do: a token of the account API that never ends."""
    redirect_uri = f"{defaults.endpoints.issuer}/account/"
    flow = CodeFlow(defaults, "account-console", redirect_uri, defaults.person("ada"), defaults.password)
    assert flow.tokens("offline_access").json()["refresh_expires_in"] == 0
    shown.by_default("account-console: offline, never ends")


@pytest.mark.baseline(10)
@pytest.mark.usefixtures("offline_offered")
def test_offline_session_has_an_end(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Where an application was given offline access, it ends all the same; by default it never does."""
    lifespans = prod.live.environment.realm.lifespans
    idle = int(prod.flow().tokens("offline_access").json()["refresh_expires_in"])
    assert 0 < idle <= duration_seconds(lifespans.offline_idle)
    assert prod.settings()["offlineSessionMaxLifespan"] == duration_seconds(lifespans.offline_max)
    shown.here("offline, where offered: ends after 7 days")
    assert defaults.flow().tokens("offline_access").json()["refresh_expires_in"] == 0
    shown.by_default("offline: never ends")
