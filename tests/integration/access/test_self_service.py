"""What people do to their own accounts: nobody takes another person's address, or enrols what counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.audit.audited import audited
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.people.visitor import Visitor
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.yaml_document import Value
    from tests.support.realms.principals import Person
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

BOSS = "boss@example.com"  # has no account here yet
OFF = ["UPDATE_PROFILE", "webauthn-register-passwordless", "CONFIGURE_RECOVERY_AUTHN_CODES"]


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    """The mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, mail: MailServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """The page's realm with mail, and two people who have accounts in it."""
    login: Value = {"verify_email": True, "reset_password": True}
    smtp: Value = {"host": "127.0.0.1", "port": mail.port, "encryption": "none", "sender": "no-reply@example.com"}
    environment = page_environment("broker-identities", changes={"realm": {"login": login, "smtp": smtp}})
    people = {name: ready_person(name, "fraud-analysts") for name in ("gina", "nell")}
    environment = environment.model_copy(update={"people": people})
    folder = tmp_path_factory.mktemp("self-service")
    live = LiveEnvironment.apply(environment, realm="self-service", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def at_account(live: LiveEnvironment, username: str) -> Person:
    """Return somebody at Keycloak's page for their account, with a new browser."""
    redirect_uri = f"{live.endpoints.issuer}/account/"
    return replace(live.person(username), client_id="account-console", redirect_uri=redirect_uri, client_secret="")


def account(live: LiveEnvironment, username: str, **changes: str) -> httpx.Response:
    """Change something of an account by the API behind that page."""
    person = at_account(live, username)
    visitor = Visitor(person)
    token = visitor.redeem(visitor.log_in()).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    shown = httpx.get(person.redirect_uri, headers=headers, trust_env=False).json()
    return httpx.post(person.redirect_uri, headers=headers, json={**shown, **changes}, trust_env=False)


def address(live: LiveEnvironment, username: str) -> tuple[str | None, bool]:
    """Return somebody's address, and whether it is proven."""
    (user,) = live.admin.get(f"realms/{live.realm}/users", username=username, exact="true").json()
    return user.get("email"), user["emailVerified"]


def test_nobody_takes_an_address_in_the_account(live: LiveEnvironment) -> None:
    """The API refuses another address, where it takes another name."""
    refused = account(live, "gina", email=BOSS)
    assert (refused.status_code, address(live, "gina")) == (400, ("gina@example.com", True))
    assert account(live, "gina", lastName="Other").status_code == 204
    account(live, "gina", lastName="Example")


def test_nobody_takes_an_address_without_its_mail(live: LiveEnvironment, mail: MailServer) -> None:
    """The address is another one when the link in the mail to it was opened, and then it is proven."""
    gina = Visitor(at_account(live, "gina"))
    page = gina.log_in(kc_action="UPDATE_EMAIL")
    assert page.name == "update-email"
    gina.send(page, email="gina@new.example.com")
    assert address(live, "gina") == ("gina@example.com", True)
    page = gina.open(mail.link_to("gina@new.example.com"))
    if next((link for link in page.links if "action-token" in link), None):
        page = gina.open(next(link for link in page.links if "action-token" in link))
    assert address(live, "gina") == ("gina@new.example.com", True)


def test_who_has_no_address_states_none(live: LiveEnvironment) -> None:
    """An account without an address is asked for none, and gets none, by its profile."""
    (user,) = live.admin.get(f"realms/{live.realm}/users", username="nell", exact="true").json()
    live.admin.request("PUT", f"realms/{live.realm}/users/{user['id']}", json={**user, "email": ""})
    assert "code" in Visitor(at_account(live, "nell")).log_in().answer
    assert account(live, "nell", email=BOSS).status_code == 400
    assert address(live, "nell")[0] is None


@pytest.mark.parametrize("action", OFF)
def test_action_that_is_off_is_done_by_nobody(live: LiveEnvironment, action: str) -> None:
    """An application that asks for it gets its code, and no page comes before."""
    page = Visitor(at_account(live, "gina")).log_in(kc_action=action)
    assert (page.name, page.answer.get("kc_action_status")) == ("", "error")


def test_what_is_declared_is_there(live: LiveEnvironment) -> None:
    """A plan and an audit find nothing, until somebody turns an action on again by hand."""
    assert [change.arguments for change in live.plan()] in ([], [("email",)], [("email",), ("email",)])
    path = f"realms/{live.realm}/authentication/required-actions/CONFIGURE_RECOVERY_AUTHN_CODES"
    assert "RECOVERY" not in "".join(finding.text for finding in audited(live).findings)
    action = live.admin.get(path).json()
    live.admin.request("PUT", path, json={**action, "enabled": True})
    assert any("CONFIGURE_RECOVERY_AUTHN_CODES" in finding.text for finding in audited(live).findings)
    assert ("enabled",) in [change.arguments for change in live.plan()]
