"""Who tries names learns from no answer which of them are somebody's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from tests.support.baseline.answers import answer_of
from tests.support.people.page_form import PageForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers

pytestmark = [pytest.mark.integration, pytest.mark.security]

NOBODY = "qq-nobody"
LOCKED, OTHER, OFF, BARE = "qq-locked", "qq-other", "qq-off", "qq-bare"
"""Accounts: one that was guessed at too often, one with a password, a disabled one, and one without a password."""
# Of a page: what is another text each time, ids of the session.
_OF_THE_PAGE = re.compile(r'<script.*?</script>|="[^"]*"', re.DOTALL | re.IGNORECASE)
_FORGOTTEN = re.compile(r'href="([^"]*login-actions/reset-credentials[^"]*)"')
_TRIES = 6


@pytest.fixture(scope="module")
def people(prod: ProdRealm) -> None:
    """Accounts of every kind."""
    for name in (LOCKED, OTHER, OFF, BARE):
        prod.create_person(name, prod.password)
        user = prod.one("users", username=name, exact="true")["id"]
        at = f"realms/{prod.name}/users/{user}"
        if name == OFF:
            prod.admin.request("PUT", at, json={"enabled": False})
        if name == BARE:
            (password,) = prod.admin.get(f"{at}/credentials").json()
            prod.admin.request("DELETE", f"{at}/credentials/{password['id']}")


@pytest.fixture
def forgotten_passwords(prod: ProdRealm) -> Iterator[None]:
    """The login page offers a mail to whoever forgot the password."""
    prod.admin.request("PUT", f"realms/{prod.name}", json={"resetPasswordAllowed": True})
    yield
    prod.admin.request("PUT", f"realms/{prod.name}", json={"resetPasswordAllowed": False})


def _failed(prod: ProdRealm, name: str) -> tuple[str, str]:
    flow = prod.flow(username=name)
    page = flow.log_in(flow.request(), password="wrong-and-long-enough")
    return answer_of(page), _page(page.text, name)


def _forgot(prod: ProdRealm, name: str) -> tuple[str, str]:
    flow = prod.flow(username=name)
    found = _FORGOTTEN.search(flow.request().text)
    assert found
    asked = flow.browser.get(urljoin(prod.endpoints.issuer, found[1].replace("&amp;", "&")))
    form = PageForm(flow.follow(asked).text)
    assert form.action
    sent = flow.follow(flow.browser.post(urljoin(prod.endpoints.issuer, form.action), data={"username": name}))
    return str(sent.status_code), _page(sent.text, name)


def _page(text: str, name: str) -> str:
    return _OF_THE_PAGE.sub("", text).replace(name, "")


@pytest.mark.baseline(43)
@pytest.mark.usefixtures("people")
def test_failed_logins_are_alike(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Nobody's name, a wrong password, an account that is locked, disabled or has no password: one page for all."""
    for _ in range(_TRIES):
        _failed(prod, LOCKED)
    expected = _failed(prod, NOBODY)
    assert {name: _failed(prod, name) == expected for name in (OTHER, LOCKED, OFF, BARE)} == dict.fromkeys(
        (OTHER, LOCKED, OFF, BARE), True
    )
    shown.here(f"any failed login: {expected[0]}")


@pytest.mark.baseline(43)
@pytest.mark.usefixtures("people", "forgotten_passwords")
def test_forgotten_passwords_are_alike(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Where people may ask for a mail, the answer is the same whether there is somebody to send it to."""
    expected = _forgot(prod, NOBODY)
    assert [name for name in (OTHER, OFF, BARE) if _forgot(prod, name) != expected] == []
    shown.here(f"forgotten password: {expected[0]}, the same page")


@pytest.mark.baseline(43)
@pytest.mark.usefixtures("people")
def test_who_is_logged_in_learns_whose_an_address_is(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Keycloak's account console refuses an address that another account has, and takes any other one."""
    token = prod.flow("account-console").tokens().json()["access_token"]
    url, headers = (
        f"{prod.endpoints.issuer}/account/",
        {"Authorization": f"Bearer {token}", "Accept": "application/json"},
    )
    own = prod.http.get(url, headers=headers).json()
    taken = prod.http.post(url, headers=headers, json={**own, "email": f"{OTHER}@example.com"})
    assert shown.here(f"logged in, another's address: {taken.status_code}") == "logged in, another's address: 409"
