"""Refresh tokens: each works once, and none for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props.values import duration_seconds
from tests.integration.security.prod_realm import NOTEBOOK
from tests.support.baseline.answers import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]

SHORT_S = 300


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
    """An application that may ask for offline access, as ours may not."""
    (scope,) = [
        scope["id"]
        for scope in prod.admin.get(f"realms/{prod.name}/client-scopes").json()
        if scope["name"] == "offline_access"
    ]
    path = f"realms/{prod.name}/clients/{prod.client_uuid(NOTEBOOK)}/optional-client-scopes/{scope}"
    prod.admin.request("PUT", path)
    yield
    prod.admin.request("DELETE", path)


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
def test_applications_get_no_offline_access(prod: ProdRealm, shown: ShownAnswers) -> None:
    """No refresh token that outlives the session is offered."""
    answer = prod.flow().request(scope="openid offline_access")
    assert shown.here(f"offline, asked for: {answer_of(answer)}") == "offline, asked for: 302 invalid_scope"


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
