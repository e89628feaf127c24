"""A required second factor, before those who come through an identity provider and link an account by its password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.secret_names import initial_password_name
from tests.support.baseline.answers import answer_of
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.realms.brokering import brokered_person, register_by_key, with_one_provider
from tests.support.realms.corporate_realm import CorporatePerson, CorporateRealm
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.yaml_document import Value
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

PREDICT = "model.fraud-detector.predict"
FACTORS = {"ada": "otp", "grace": "passkey"}
PAGES = {"ada": "200 login-config-totp", "grace": "200 webauthn-register"}


@pytest.fixture(scope="module")
def corporate(keycloak: KeycloakServer) -> Iterator[CorporateRealm]:
    """The company's own provider, at which somebody has the addresses of our people."""
    people = {f"{each}-there": CorporatePerson(email=f"{each}@example.com") for each in (*FACTORS, "bob")}
    with CorporateRealm.of_run("corporate-second", keycloak, people) as realm:
        yield realm


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer,
    private: PrivateSide,
    corporate: CorporateRealm,
    mail: MailServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveEnvironment]:
    """Local accounts whose groups need a second factor, none of which is set up, and one that needs none.

    All of them may forget their passwords.
    """
    smtp: Value = {"host": "127.0.0.1", "port": mail.port, "sender": "no-reply@example.com", "encryption": "none"}
    groups: dict[str, Value] = {name: {"fraud-detector": ["predict"]} for name in ("fraud-analysts", *FACTORS)}
    environment = page_environment(
        "broker-identities",
        changes={
            "realm": {"smtp": smtp, "login": {"reset_password": True}},
            "identity_providers": {"corp": corporate.oidc},
            "groups": groups,
            "second_factor": dict(FACTORS),
        },
    )
    people = {name: ready_person(name, name) for name in FACTORS} | {"bob": ready_person("bob", "fraud-analysts")}
    environment = with_one_provider(environment, "corp", people)
    folder = tmp_path_factory.mktemp("brokered-second")
    live = LiveEnvironment.apply(environment, realm="linked", folder=folder, keycloak=keycloak, private=private)
    register_by_key(live, corporate, "corp")
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.mark.parametrize("username", [*FACTORS, "bob"])
def test_mail_for_a_forgotten_password_links_no_account(
    live: LiveEnvironment, corporate: CorporateRealm, mail: MailServer, username: str
) -> None:
    """Whoever reads an account's mail, and has its address elsewhere, gets into it neither at once nor from there."""
    visitor = brokered_person(live, corporate, f"{username}-there", "corp")
    proof = visitor.submit(visitor.arrive(PREDICT), submitAction="linkAccount")
    visitor.submit(visitor.forget_password(proof), username=username)
    page = visitor.follow(mail.link_to(f"{username}@example.com"))
    assert answer_of(page) == "401 error page"
    assert "Set a new password from the login page first" in page.text
    again = brokered_person(live, corporate, f"{username}-there", "corp").arrive(PREDICT)
    assert answer_of(again) == "200 login-idp-link-confirm"


@pytest.mark.parametrize("username", FACTORS)
def test_password_alone_leads_to_the_second_factor(
    live: LiveEnvironment, corporate: CorporateRealm, private: PrivateSide, username: str
) -> None:
    """Whoever has an account's password, and its address elsewhere, sees the second factor's page, and no more."""
    visitor = brokered_person(live, corporate, f"{username}-there", "corp")
    proof = visitor.submit(visitor.arrive(PREDICT), submitAction="linkAccount")
    page = visitor.submit(proof, password=private.secret(initial_password_name(username)))
    assert answer_of(page) == PAGES[username]


def test_others_link_by_their_password(live: LiveEnvironment, corporate: CorporateRealm, private: PrivateSide) -> None:
    """Who needs no second factor is not asked for one."""
    visitor = brokered_person(live, corporate, "bob-there", "corp")
    proof = visitor.submit(visitor.arrive(PREDICT), submitAction="linkAccount")
    page = visitor.submit(proof, password=private.secret(initial_password_name("bob")))
    assert live.tokens.roles(visitor.redeem(page)) == ["fraud-detector:predict"]


def test_clients_have_no_flow_of_their_own(live: LiveEnvironment) -> None:
    """No client of the realm, built-in ones included, logs people in by another flow than the realm's."""
    clients = live.admin.get(f"realms/{live.realm}/clients").json()
    assert len(clients) > 5
    assert [each["clientId"] for each in clients if each.get("authenticationFlowBindingOverrides")] == []
