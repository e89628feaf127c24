"""The environment of docs/how-to/invite-people.md: mail, link, terms, password, consent, token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.page_snippets import page_environment
from tests.support.people.visitor import Visitor
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.mail_server import MailServer
from tools.demo.ports import any_free_port
from tools.errors import ToolError
from tools.invitations import invite_new
from tools.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.yaml_document import Value
    from tests.support.people.visitor import Page
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: the tests are told in this order.
pytestmark = pytest.mark.integration

ADA = "ada@example.com"
PREDICT = "model.fraud-detector.predict"
ROLE = "fraud-detector:predict"


@pytest.fixture(scope="module")
def mail_port() -> int:
    """A port for the mail server."""
    return any_free_port()


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, mail_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with this run's mail server, which is not up yet."""
    smtp: Value = {"host": "127.0.0.1", "port": mail_port, "encryption": "none", "auth": None}
    environment = page_environment("invite-people", changes={"realm": {"smtp": smtp}})
    folder = tmp_path_factory.mktemp("people")
    live = LiveEnvironment.apply(environment, realm="people", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.fixture(scope="module")
def mail(live: LiveEnvironment, mail_port: int) -> Iterator[MailServer]:
    """The mail server, once everybody is invited."""
    with MailServer(mail_port) as server:
        send_invitations(live)
        yield server


@pytest.fixture(scope="module")
def accepted(live: LiveEnvironment, mail: MailServer) -> Visitor:
    """Ada's browser, after she accepted the terms and set a password."""
    ada = Visitor(live.person("ada"))
    page = ada.open(mail.link_to(ADA))
    page = ada.open(next(link for link in page.links if "action-token" in link))
    names = []
    for fields in ({"accept": "yes"}, {"password-new": ada.person.password, "password-confirm": ada.person.password}):
        names.append(page.name)
        page = ada.send(page, **fields)
    assert names == ["terms", "login-update-password"]
    assert "Your account has been updated" in page.words
    return ada


def send_invitations(live: LiveEnvironment) -> None:
    """Do what `make deploy` does after it has applied."""
    invite_new(Target("people", live.environment), live.run.variables)


def consent_page(live: LiveEnvironment) -> tuple[Visitor, Page]:
    """Log in at the notebook with a new browser; return it and the page after the password."""
    ada = Visitor(live.person("ada"))
    return ada, ada.log_in(PREDICT)


def test_mail_server_that_is_down_is_said_in_one_line(live: LiveEnvironment, mail_port: int) -> None:
    """Nobody counts as invited whose mail was not sent; the line says what to do."""
    assert mail_port
    with pytest.raises(ToolError) as caught:
        send_invitations(live)
    line = str(caught.value)
    assert line.startswith("person 'ada' got no mail: Keycloak at http://127.0.0.1:")
    assert line.endswith(": check realm.smtp, then run make invite PERSON=ada ENV=people")
    assert caught.value.exit_code == 1


def test_account_has_no_password(live: LiveEnvironment) -> None:
    """Terraform knows no first password, and the account has none."""
    (ada,) = live.admin.get(f"realms/{live.realm}/users", username="ada", exact="true").json()
    assert live.admin.get(f"realms/{live.realm}/users/{ada['id']}/credentials").json() == []
    assert set(ada["requiredActions"]) == {"TERMS_AND_CONDITIONS", "UPDATE_PASSWORD", "VERIFY_EMAIL"}


def test_mail_is_sent_once(live: LiveEnvironment, mail: MailServer) -> None:
    """A second deployment sends nothing again."""
    send_invitations(live)
    (only,) = mail.mails_to(ADA)
    assert "no-reply@example.com" in str(only["From"])


def test_link_sets_the_password_and_proves_the_address(live: LiveEnvironment, accepted: Visitor) -> None:
    """After the link nothing is left to do, and the address is known to be hers."""
    (ada,) = live.admin.get(f"realms/{live.realm}/users", username=accepted.person.username, exact="true").json()
    assert (ada["requiredActions"], ada["emailVerified"]) == ([], True)


def test_link_works_once(live: LiveEnvironment, mail: MailServer, accepted: Visitor) -> None:
    """Whoever finds the mail later cannot set another password."""
    page = Visitor(accepted.person).open(mail.link_to(ADA))
    assert (live.person("ada").password in page.text, page.name) == (False, "error")


def test_consent_page_says_in_words_what_is_asked_for(live: LiveEnvironment, accepted: Visitor) -> None:
    """She reads which model, and what for."""
    assert accepted.person.password
    _, page = consent_page(live)
    assert page.name == "login-oauth-grant"
    assert "Predict with fraud-detector: scores card payments" in page.words


def test_refused_consent_gives_no_token(live: LiveEnvironment, accepted: Visitor) -> None:
    """The application gets an error and no code."""
    assert accepted.person.password
    ada, page = consent_page(live)
    assert ada.send(page, cancel="No").answer["error"] == "access_denied"


def test_granted_consent_gives_a_token(live: LiveEnvironment, accepted: Visitor) -> None:
    """Her token holds the role of her group; she is not asked a second time."""
    assert accepted.person.password
    ada, page = consent_page(live)
    assert live.tokens.token(ada.redeem(ada.send(page, accept="Yes"))).roles == [ROLE]
    again, page = consent_page(live)
    assert live.tokens.token(again.redeem(page)).roles == [ROLE]


def test_plan_is_empty(live: LiveEnvironment, accepted: Visitor) -> None:
    """What she did herself is not planned back."""
    assert accepted.person.password
    assert live.plan() == []
