"""`environments/demo-federated` on real servers: a directory, a second realm, issuers of workload tokens, a mailbox."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pyotp
import pytest

from constructs_lib.declaration.secret_names import bind_credential_name
from stacks.app import review_app
from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from stacks.local_defaults import with_local_defaults
from stacks.yaml_document import YamlDocument, read_yaml
from tests.support.audit.audited import audited
from tests.support.baseline.answers import answer_of
from tests.support.people.visitor import Page, Visitor
from tests.support.realms.brokering import broker_endpoint, brokered_person, register_by_key
from tests.support.realms.corporate_realm import CorporatePerson, CorporateRealm
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.ldap_entries import directory_ldif
from tests.support.servers.ldap_server import LdapServer
from tests.support.servers.mail_server import MailServer
from tools.invitations import invite_new
from tools.local_secrets import random_secret
from tools.project import ROOT
from tools.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from stacks.yaml_document import Value
    from tests.support.people.brokered_person import BrokeredPerson
    from tests.support.realms.private_side import PrivateSide
    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.server import KeycloakServer

# The tests share one realm; each has people of its own. The plan at the end sees what they left.
pytestmark = [pytest.mark.integration, pytest.mark.first]

NAME = "demo-federated"
PREDICT = "model.fraud-detector.predict"
ROLE = "fraud-detector:predict"
SAML_ENTITY = "urn:example:ml-platform"
EMAIL = "{}@corp.example.com"


@pytest.fixture(scope="module")
def passwords() -> dict[str, str]:
    """Passwords of the directory's people."""
    return {"marie": random_secret(), "emmy": random_secret()}


@pytest.fixture(scope="module")
def directory(
    private: PrivateSide, tls: TlsListener, passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LdapServer]:
    """A directory with one person in a mapped group and one in another."""
    ldif = directory_ldif(
        reader_password=private.secret(bind_credential_name("corp-ldap")),
        passwords=passwords,
        members={"ML Fraud (EU)": ("marie",), "ML Leads": ("marie",), "Payroll": ("emmy",)},
    )
    folder = tmp_path_factory.mktemp("federated-directory") / "slapd"
    server = LdapServer.create(folder, tls, ldif=ldif, administrator_password=random_secret())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def corporate(keycloak: KeycloakServer) -> Iterator[CorporateRealm]:
    """The company's own provider."""
    people = {"lise": CorporatePerson(("ml-fraud",)), "otto": CorporatePerson(("ml-churn",))}
    with CorporateRealm.of_run("federated-corporate", keycloak, people) as realm:
        yield realm


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    """The mail server of the realm."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def servers(directory: LdapServer, corporate: CorporateRealm, mail: MailServer) -> dict[str, Value]:
    """Where this run's servers are."""
    return {
        "federation": {"corp-ldap": {"url": directory.url}},
        "identity_providers": {"corp": corporate.oidc, "partner": corporate.saml},
        "realm": {"smtp": {"host": "127.0.0.1", "port": mail.port, "encryption": "none", "auth": None}},
    }


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer,
    private: PrivateSide,
    corporate: CorporateRealm,
    servers: dict[str, Value],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveEnvironment]:
    """The environment, with the addresses of this run's servers alone changed."""
    file = ROOT / "environments" / f"{NAME}.yaml"
    declared = read_yaml(file, shown_as=file).overlay(YamlDocument(servers))
    live = LiveEnvironment.apply(
        Environment.model_validate(with_local_defaults(declared.data)),
        realm="ml-federated",
        folder=tmp_path_factory.mktemp("federated"),
        keycloak=keycloak,
        private=private,
    )
    register_by_key(live, corporate, "corp")
    corporate.add_saml_client(SAML_ENTITY, broker_endpoint(live, "partner"))
    yield live
    live.run.destroy()
    assert not keycloak.admin.realm_exists(live.realm)


def finish(
    person: BrokeredPerson, page: httpx.Response, mail: MailServer, address: str, *, second_factor: bool = False
) -> httpx.Response:
    """Do what each page of a first login asks for, once; return the answer with the token."""
    steps: dict[str, Callable[[httpx.Response], httpx.Response]] = {
        "200 login-verify-email": lambda _: person.follow(mail.link_to(address)),
        "200 login-config-totp": lambda shown: person.submit(shown, totp=code_of(Page(shown)), userLabel="Phone"),
        "200 consent page": lambda shown: person.submit(shown, accept="Yes"),
    }
    if not second_factor:
        del steps["200 login-config-totp"]
    while steps:
        page = steps.pop(answer_of(page))(page)
    return person.redeem(page)


def code_of(page: Page) -> str:
    """Return what an authenticator app shows that has read the page's secret."""
    return pyotp.TOTP(base64.b32encode(page.fields["totpSecret"].encode()).decode()).now()


def test_first_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied is settled."""
    assert live.plan() == []


def test_guardrails_pass() -> None:
    """The environment's file passes every rule, with no exemption."""
    (review,) = review_app({NAME: EnvironmentFiles().load(NAME)})
    assert (review.errors, review.unused) == ([], ())
    assert EnvironmentFiles().load(NAME).exemptions == ()


def test_person_of_the_directory(
    live: LiveEnvironment, corporate: CorporateRealm, mail: MailServer, passwords: dict[str, str]
) -> None:
    """A lead of the directory proves the address, sets up a second factor, consents, and has the group's role."""
    person = brokered_person(live, corporate, "marie", "")
    page = person.submit(person.arrive(PREDICT), username="marie", password=passwords["marie"])
    token = live.tokens.token(finish(person, page, mail, "marie@example.com", second_factor=True))
    assert token.roles == [ROLE]


def test_brokered_person_and_exchange(live: LiveEnvironment, corporate: CorporateRealm, mail: MailServer) -> None:
    """A person of the OIDC provider hands a token over; the assistant trades it for one that calls the model."""
    person = brokered_person(live, corporate, "lise", "corp")
    page = person.arrive("exchange.assistant")
    handed = live.tokens.token(finish(person, page, mail, EMAIL.format("lise")))
    traded = live.tokens.token(live.machine("assistant").trade(handed.text, PREDICT))
    assert (handed.roles, traded.roles) == ([], [ROLE])
    assert (traded.claims["sub"], traded.claims["client_id"]) == (handed.claims["sub"], "assistant")


def test_person_of_the_saml_provider(live: LiveEnvironment, corporate: CorporateRealm, mail: MailServer) -> None:
    """A person of the SAML provider holds the role of the group that an attribute names."""
    person = brokered_person(live, corporate, "otto", "partner")
    page = person.arrive("model.churn-model.predict")
    token = live.tokens.token(finish(person, page, mail, EMAIL.format("otto")))
    assert token.roles == ["churn-model:predict"]


def test_invited_person(live: LiveEnvironment, mail: MailServer) -> None:
    """A person without a password gets one by the link of a mail, and then holds the role of the group."""
    invite_new(Target(NAME, live.environment), live.run.variables)
    ada = Visitor(live.person("ada"))
    page = ada.open(mail.link_to("ada@example.com"))
    page = ada.open(next(link for link in page.links if "action-token" in link))
    ada.send(page, **{"password-new": ada.person.password, "password-confirm": ada.person.password})
    again = Visitor(ada.person)
    consent = again.log_in("model.churn-model.predict")
    assert live.tokens.token(again.redeem(again.send(consent, accept="Yes"))).roles == ["churn-model:predict"]


@pytest.mark.parametrize("consumer", ["fraud-service", "nightly-evaluation"])
def test_workload(live: LiveEnvironment, consumer: str) -> None:
    """A workload of the cluster and one of the CI get their role for a token of their platform."""
    assert live.tokens.roles(live.machine(consumer).ask(PREDICT)) == [ROLE]


def test_last_plan_is_empty(live: LiveEnvironment) -> None:
    """Nothing that the logins brought to Keycloak is planned away."""
    assert live.plan() == []


def test_audit_finds_nothing(live: LiveEnvironment) -> None:
    """People of the directory and of the providers, and what their logins brought, are as declared."""
    assert [finding.text for finding in audited(live).findings] == []
