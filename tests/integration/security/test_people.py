"""Accounts and passwords, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.baseline.answers import answer_of
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm
    from tests.support.realms.oauth_realm import OAuthRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


def set_password(realm: OAuthRealm, username: str, password: str) -> str:
    """Give somebody a password by the Admin API; return the status that it answers with."""
    user = realm.one("users", username=username, exact="true")["id"]
    body = {"type": "password", "value": password, "temporary": False}
    try:
        answer = realm.admin.request("PUT", f"realms/{realm.name}/users/{user}/reset-password", json=body)
    except ToolError as error:
        return "400" if " 400 " in str(error) else str(error)
    return str(answer.status_code)


@pytest.mark.baseline(33)
def test_guessing_locks_the_account(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """After five wrong passwords the right one is refused for a while; by default one may guess on."""
    prod.create_person("grace", prod.password)
    for flow, show, expected in (
        (prod.flow(username="grace"), shown.here, "200 login page"),
        (defaults.flow("grace"), shown.by_default, "302 code"),
    ):
        for attempt in range(5):
            assert answer_of(flow.log_in(flow.request(), password=f"wrong-{attempt}")) == "200 login page"
        assert show(answer_of(flow.log_in(flow.request()))) == expected


@pytest.mark.baseline(34)
@pytest.mark.parametrize("password", ["short", "elevenchars", "ada@example.com", "ada"])
def test_weak_password_is_refused(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers, password: str) -> None:
    """It has twelve characters, and is neither the name nor the address; by default anything goes."""
    assert shown.here(set_password(prod, "ada", password)) == "400"
    assert shown.by_default(set_password(defaults, defaults.person("alan"), password)) == "204"


@pytest.mark.baseline(36)
def test_logins_and_changes_are_recorded(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Who logged in and failed to, and what administrators changed; by default nothing is."""
    flow = prod.flow()
    flow.authorize()
    flow = prod.flow()
    flow.log_in(flow.request(), password="wrong")
    kinds = {event["type"] for event in prod.admin.get(f"realms/{prod.name}/events").json()}
    assert {"LOGIN", "LOGIN_ERROR"} <= kinds
    assert prod.admin.get(f"realms/{prod.name}/admin-events").json() != []
    shown.here("login and admin events")
    defaults.flow().authorize()
    for path in ("events", "admin-events"):
        assert defaults.admin.get(f"realms/{defaults.name}/{path}").json() == []
    shown.by_default("none")
