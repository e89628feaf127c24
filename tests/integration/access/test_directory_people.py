"""People of an LDAP directory: `docs/how-to/federate-ldap.md` on a real Keycloak and a real slapd over LDAPS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.secret_names import bind_credential_name, initial_password_name
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import client_of, preview
from tests.support.declarations.page_snippets import page_environment
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.ldap_entries import directory_ldif, group_dn, person_dn
from tests.support.servers.ldap_server import LdapServer
from tests.support.servers.tls_listener import TlsListener
from tests.support.tokens.previewed import differences
from tests.support.tokens.tokens import claims_in
from tools.errors import ToolError
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stacks.yaml_document import Value
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# The tests share one directory; each puts back what it changed.
pytestmark = pytest.mark.integration

PREDICT = "model.fraud-detector.predict"
ROLE = "fraud-detector:predict"

MEMBERS = {
    "ML Fraud (EU)": ("marie",),
    "ML Leads": ("lise", "marie"),
    "Payroll": ("emmy", "lise", "marie", "otto"),
}


def ldif(private: PrivateSide) -> str:
    """Return the directory that the page's example describes."""
    people = sorted({name for members in MEMBERS.values() for name in members})
    return directory_ldif(
        reader_password=private.secret(bind_credential_name("corp-ldap")),
        passwords={username: private.secret(initial_password_name(username)) for username in people},
        members=MEMBERS,
    )


@pytest.fixture(scope="module")
def directory(private: PrivateSide, tls: TlsListener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LdapServer]:
    """A directory with three people and three groups."""
    folder = tmp_path_factory.mktemp("directory") / "slapd"
    server = LdapServer.create(folder, tls, ldif=ldif(private), administrator_password=random_secret())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer,
    private: PrivateSide,
    directory: LdapServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveEnvironment]:
    """The page's environment, with a machine and a local account beside the directory's people."""
    ada: dict[str, Value] = {
        "email": "ada@example.com",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "temporary_password": False,
    }
    environment = page_environment(
        "federate-ldap",
        changes={
            "federation": {"corp-ldap": {"url": directory.url}},
            "consumers": {"batch": {"grants": {"fraud-detector": ["predict"]}}},
            "people": {"ada": {**ada, "groups": ["fraud-analysts"]}},
            "applications": {"notebook": {"groups_claim": True}},
        },
    )
    live = LiveEnvironment.apply(
        environment,
        realm="directory",
        folder=tmp_path_factory.mktemp("directory-state"),
        keycloak=keycloak,
        private=private,
    )
    yield live
    keycloak.admin.delete_realm(live.realm)


def roles(live: LiveEnvironment, username: str) -> list[str]:
    """Return the roles in the token of a person with a new browser."""
    return live.tokens.roles(live.person(username).ask(PREDICT))


@pytest.mark.parametrize(("username", "expected"), [("marie", [ROLE]), ("lise", [ROLE]), ("emmy", [])])
def test_group_of_the_directory_grants(live: LiveEnvironment, username: str, expected: list[str]) -> None:
    """A person of a mapped group holds our group's role; one of other groups logs in, and holds none."""
    assert roles(live, username) == expected


def test_preview_is_the_token(live: LiveEnvironment) -> None:
    """What a review says of the members of a directory's group is what the token of one of them holds."""
    review = AccessReview(live.environment)
    principal = review.principal("corp-ldap:ML Leads")
    found = preview(
        review, principal, client_of(review, principal, "notebook"), [PREDICT], keycloak_url=live.private.url
    )
    assert found.claims["groups"] == ["ML Leads"]
    assert differences(found, live.person("lise").ask(PREDICT)) == []


def test_plan_is_empty_after_logins(live: LiveEnvironment) -> None:
    """Nothing that the logins brought to Keycloak is planned away."""
    assert roles(live, "marie") == [ROLE]
    assert live.plan() == []


def test_other_groups_stay_where_they_are(live: LiveEnvironment) -> None:
    """Keycloak holds the groups that were declared, as subgroups of ours, and no other group of the directory."""
    assert roles(live, "marie") == [ROLE]
    found = live.admin.get(f"realms/{live.realm}/groups", search="", populateHierarchy="true", max="100").json()
    (ours,) = found
    (source,) = live.admin.get(f"realms/{live.realm}/groups/{ours['id']}/children").json()
    theirs = live.admin.get(f"realms/{live.realm}/groups/{source['id']}/children").json()
    assert [group["path"] for group in (ours, source, *theirs)] == [
        "/fraud-analysts",
        "/fraud-analysts/corp-ldap",
        "/fraud-analysts/corp-ldap/ML Fraud (EU)",
        "/fraud-analysts/corp-ldap/ML Leads",
    ]


def test_wrong_password(live: LiveEnvironment) -> None:
    """The directory's word decides: a wrong password leads back to the login page, until the account is locked."""
    person = live.person("otto")
    person.password = "not " + person.password
    with pytest.raises(AssertionError, match="otto never came back"):
        person.ask(PREDICT)


def test_group_is_left(live: LiveEnvironment, directory: LdapServer) -> None:
    """Who is taken out of the group there has no role in the next token, within the same session."""
    person = live.person("lise")
    before = live.tokens.roles(person.ask(PREDICT))
    directory.remove_member(group_dn("ML Leads"), person_dn("lise"))
    during = live.tokens.roles(person.ask(PREDICT)), roles(live, "lise")
    directory.add_member(group_dn("ML Leads"), person_dn("lise"))
    after = live.tokens.roles(person.ask(PREDICT))
    assert (before, during, after, person.logins) == ([ROLE], ([], []), [ROLE], 1)


def test_directory_is_not_written(live: LiveEnvironment) -> None:
    """An administrator of Keycloak cannot change a person of the directory."""
    assert roles(live, "emmy") == []
    (person,) = live.admin.get(f"realms/{live.realm}/users", username="emmy", exact="true").json()
    with pytest.raises(ToolError, match="answered 400"):
        live.admin.request("PUT", f"realms/{live.realm}/users/{person['id']}", json={**person, "lastName": "Other"})


def test_address_of_the_directory_stays_verified(live: LiveEnvironment, directory: LdapServer) -> None:
    """As the page warns, whoever writes `mail` there chooses what applications are told, verified once and for ever."""
    person = live.person("emmy")
    assert live.tokens.roles(person.ask(PREDICT)) == []
    (account,) = live.admin.get(f"realms/{live.realm}/users", username="emmy", exact="true").json()
    user = f"realms/{live.realm}/users/{account['id']}"
    live.admin.request("PUT", user, json={**account, "emailVerified": True})
    directory.change_address(person_dn("emmy"), "ada@directory.example.com")
    try:
        answer = person.ask("openid", "email", PREDICT).json()
    finally:
        directory.change_address(person_dn("emmy"), "emmy@example.com")
        live.admin.request("PUT", user, json={**account, "emailVerified": False})
    claims = claims_in(answer["id_token"])
    assert (claims["email"], claims["email_verified"]) == ("ada@directory.example.com", True)


def test_directory_is_down(live: LiveEnvironment, directory: LdapServer) -> None:
    """Without the directory its people are refused; machines and local accounts go on. Back again, all do."""
    directory.stop()
    try:
        assert live.tokens.roles(live.machine("batch").ask(PREDICT)) == [ROLE]
        assert roles(live, "ada") == [ROLE]
        with pytest.raises(AssertionError, match="no login form for marie"):
            live.person("marie").ask(PREDICT)
    finally:
        directory.start()
    assert roles(live, "marie") == [ROLE]


def test_impostor_gets_no_password(
    live: LiveEnvironment, directory: LdapServer, tls: TlsListener, tmp_path: Path
) -> None:
    """A server whose certificate Keycloak's truststore does not know is not told a password."""
    assert roles(live, "marie") == [ROLE]
    directory.present(TlsListener.ensure(tmp_path / "stranger"))
    try:
        told = directory.binds
        with pytest.raises(AssertionError, match="no login form for marie"):
            live.person("marie").ask(PREDICT)
        assert directory.binds == told
    finally:
        directory.present(tls)
    assert roles(live, "marie") == [ROLE]
    assert directory.binds > told
