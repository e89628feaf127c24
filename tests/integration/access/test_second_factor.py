"""The environment of docs/how-to/second-factor.md: who is asked for what, with real codes and passkeys."""

from __future__ import annotations

import base64
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyotp
import pytest

from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.people.passkey import Passkey
from tests.support.people.visitor import Visitor
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.mail_server import MailServer
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.yaml_document import Value
    from tests.support.people.visitor import Page
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

PREDICT = "model.fraud-detector.predict"
PERIOD_S = 30
GROUPS = {
    "ada": ("analysts",),
    "linus": ("analysts",),
    "grace": ("owners",),
    "alan": ("analysts", "owners"),
    "joan": ("analysts",),
    "bob": ("viewers",),
}


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, mail: MailServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with people in its groups, who may forget their passwords."""
    smtp: Value = {"host": "127.0.0.1", "port": mail.port, "encryption": "none"}
    changes: dict[str, Value] = {"realm": {"smtp": smtp, "login": {"reset_password": True}}}
    people = {name: ready_person(name, *groups) for name, groups in GROUPS.items()}
    environment = page_environment("second-factor", changes=changes).model_copy(update={"people": people})
    folder = tmp_path_factory.mktemp("strong")
    live = LiveEnvironment.apply(environment, realm="strong", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture
def visitor(live: LiveEnvironment, request: pytest.FixtureRequest) -> Visitor:
    """A new browser for the person whom the test names."""
    return Visitor(live.person(str(request.param)))


def for_person(username: str) -> pytest.MarkDecorator:
    """Say who is before the browser."""
    return pytest.mark.parametrize("visitor", [username], indirect=True)


def again(visitor: Visitor) -> Visitor:
    """Return another browser of the same person."""
    return Visitor(visitor.person)


def passkey_of(live: LiveEnvironment) -> Passkey:
    """Return a new passkey for Keycloak's address."""
    url = live.private.url
    return Passkey(url, urlsplit(url).hostname or "")


def challenge_on(page: Page) -> str:
    """Return what the page asks the passkey to sign."""
    found = re.search(r"""challenge\s*:\s*["']([\w-]+)["']""", page.text)
    assert found, f"no challenge on page '{page.name}'"
    return found[1]


def secret_on(page: Page) -> pyotp.TOTP:
    """Return the authenticator app, after it has read the page's secret."""
    encoded = page.fields["totpSecret"]
    assert "QR code" in page.words or "kc-totp-secret-qr-code" in page.text
    return pyotp.TOTP(base64.b32encode(encoded.encode()).decode())


def test_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied is settled."""
    assert live.plan() == []


def test_steps_are_in_order(live: LiveEnvironment) -> None:
    """Password first: Keycloak shows the steps as they were declared."""
    flow = live.admin.get(f"realms/{live.realm}").json()["browserFlow"]
    steps = live.admin.get(f"realms/{live.realm}/authentication/flows/{flow}/executions").json()
    assert [step.get("providerId") or step["displayName"].rpartition(" - ")[2] for step in steps] == [
        "auth-cookie",
        "identity-provider-redirector",
        "password",
        "auth-username-password-form",
        "after the password",
        "auth-conditional-otp-form",
        "passkey",
        "conditional-user-role",
        "webauthn-authenticator",
        "chosen by the person",
        "conditional-user-role",
        "conditional-user-role",
        "conditional-user-configured",
        "auth-otp-form",
        "webauthn-authenticator",
        "code before a first passkey",
        "conditional-user-role",
        "conditional-credential",
        "conditional-user-configured",
        "auth-otp-form",
        "passkey before a first code",
        "conditional-user-role",
        "conditional-user-role",
        "conditional-credential",
        "conditional-user-configured",
        "webauthn-authenticator",
    ]


@for_person("bob")
def test_others_are_not_asked(live: LiveEnvironment, visitor: Visitor) -> None:
    """Who is in no such group logs in with the password alone."""
    page = visitor.log_in("model.churn-model.predict")
    assert live.tokens.token(visitor.redeem(page)).roles == ["churn-model:predict"]


@for_person("ada")
def test_member_sets_up_an_app_and_needs_it_from_then_on(live: LiveEnvironment, visitor: Visitor) -> None:
    """The first login shows the QR code; the second one asks for a code, and takes none twice."""
    page = visitor.log_in(PREDICT)
    assert page.name == "login-config-totp"
    app = secret_on(page)
    used = app.now()
    token = live.tokens.token(visitor.redeem(visitor.send(page, totp=used, userLabel="Phone")))
    assert token.roles == ["fraud-detector:predict"]

    browser = again(visitor)
    page = browser.log_in(PREDICT)
    assert page.name == "login-otp"
    page = browser.send(page, otp=used)  # one failure: two at once would lock the account for a while
    assert (page.name, "Invalid authenticator code" in page.words) == ("login-otp", True)
    page = browser.send(page, otp=app.at(int(time.time()) + PERIOD_S))  # Keycloak looks one period ahead
    assert live.tokens.token(browser.redeem(page)).roles == ["fraud-detector:predict"]


@for_person("linus")
def test_member_who_sets_nothing_up_gets_nothing(visitor: Visitor) -> None:
    """Until the app is set up, every login ends at its page."""
    pages = [visitor.log_in(PREDICT), again(visitor).log_in(PREDICT)]
    assert [(page.name, page.answer) for page in pages] == [("login-config-totp", {})] * 2


@for_person("grace")
def test_member_sets_up_a_passkey_and_needs_it_from_then_on(live: LiveEnvironment, visitor: Visitor) -> None:
    """The first login registers a passkey; the second one asks for it, and takes no other."""
    page = visitor.log_in(PREDICT)
    assert page.name == "webauthn-register"
    passkey = passkey_of(live)
    page = visitor.send(page, **passkey.register(challenge_on(page)))
    assert live.tokens.token(visitor.redeem(page)).roles == ["fraud-detector:predict"]

    stranger = again(visitor)
    page = stranger.log_in(PREDICT)
    assert page.name == "webauthn-authenticate"
    page = stranger.send(page, **passkey_of(live).answer(challenge_on(page)))
    assert (page.name, page.answer) == ("webauthn-error", {})

    browser = again(visitor)
    page = browser.log_in(PREDICT)
    page = browser.send(page, **passkey.answer(challenge_on(page)))
    assert live.tokens.token(browser.redeem(page)).roles == ["fraud-detector:predict"]


@for_person("alan")
def test_member_of_both_kinds_is_asked_for_the_passkey(visitor: Visitor) -> None:
    """The stronger one is enough."""
    assert visitor.log_in(PREDICT).name == "webauthn-register"


@for_person("joan")
def test_who_changes_groups_proves_the_other_factor_first(live: LiveEnvironment, visitor: Visitor) -> None:
    """The password alone neither sets up a passkey beside an app, nor an app beside a passkey."""
    page = visitor.log_in(PREDICT)
    app = secret_on(page)
    visitor.redeem(visitor.send(page, totp=app.now(), userLabel="Phone"))
    realm = f"realms/{live.realm}"
    (user,) = live.admin.get(f"{realm}/users", username="joan", exact="true").json()
    groups = {group["name"]: f"{realm}/users/{user['id']}/groups/{group['id']}" for group in _groups(live)}
    live.admin.request("DELETE", groups["analysts"])
    live.admin.request("PUT", groups["owners"])

    browser = again(visitor)
    page = browser.log_in(PREDICT)
    assert page.name == "login-otp"
    page = browser.send(page, otp=app.at(int(time.time()) + PERIOD_S))
    assert page.name == "webauthn-register"
    passkey = passkey_of(live)
    browser.redeem(browser.send(page, **passkey.register(challenge_on(page))))

    credentials = live.admin.get(f"{realm}/users/{user['id']}/credentials").json()
    (code,) = [each["id"] for each in credentials if each["type"] == "otp"]
    live.admin.request("DELETE", f"{realm}/users/{user['id']}/credentials/{code}")
    live.admin.request("DELETE", groups["owners"])
    live.admin.request("PUT", groups["analysts"])
    browser = again(visitor)
    page = browser.log_in(PREDICT)
    assert page.name == "webauthn-authenticate"
    assert browser.send(page, **passkey.answer(challenge_on(page))).name == "login-config-totp"


def _groups(live: LiveEnvironment) -> list[dict[str, str]]:
    found: list[dict[str, str]] = live.admin.get(f"realms/{live.realm}/groups").json()
    return found


@for_person("linus")
def test_wrong_order_lets_nobody_in(live: LiveEnvironment, visitor: Visitor) -> None:
    """Were a step before the password, the login would fail, and not go by without the second factor."""
    path = f"realms/{live.realm}/authentication"
    steps = live.admin.get(f"{path}/flows/log%20in%20with%20second%20factor/executions").json()
    (after,) = [step for step in steps if step.get("displayName", "").endswith("after the password")]
    (first,) = [step for step in steps if step.get("providerId") == "auth-username-password-form"]
    flow = f"{path}/flows/log%20in%20with%20second%20factor%20-%20password/executions"
    try:
        live.admin.request("PUT", flow, json={**first, "priority": 20})
        live.admin.request("PUT", flow, json={**after, "priority": 10})
        page = visitor.start(PREDICT)
        assert (page.name, page.answer) == ("error", {})
    finally:
        live.admin.request("PUT", flow, json={**first, "priority": 10})
        live.admin.request("PUT", flow, json={**after, "priority": 20})


@for_person("linus")
def test_mail_is_no_way_around_it(mail: MailServer, visitor: Visitor) -> None:
    """Who forgot the password sets a new one by a mail, and is then asked to log in, with the second factor."""
    page = visitor.start(PREDICT)
    page = visitor.open(next(link for link in page.links if "reset-credentials" in link))
    visitor.send(page, username=visitor.person.username)
    page = visitor.open(mail.link_to(f"{visitor.person.username}@example.com"))
    password = random_secret()
    page = visitor.send(page, **{"password-new": password, "password-confirm": password})
    assert page.answer == {}
    assert again(visitor).log_in(PREDICT, password=password).name == "login-config-totp"


def test_taken_out_it_leaves_keycloaks_own_flow(live: LiveEnvironment) -> None:
    """Nobody is asked any more, and nothing is left to plan."""
    live.change(live.environment.model_copy(update={"second_factor": {}}))
    realm = live.admin.get(f"realms/{live.realm}").json()
    assert (realm["browserFlow"], realm["resetCredentialsFlow"]) == ("browser", "forgotten password")
    assert live.plan() == []
    alan = Visitor(live.person("alan"))
    assert live.tokens.token(alan.redeem(alan.log_in(PREDICT))).roles == ["fraud-detector:predict"]
