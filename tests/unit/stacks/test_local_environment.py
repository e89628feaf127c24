"""An environment of one's own on this machine: no exemption, no setting that a local Keycloak makes needless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import RealmProps
from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.app import review_app
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib.guardrails.review import Review
    from stacks.environment import Environment

pytestmark = pytest.mark.unit

HERE = "http://127.0.0.1:8080"
ELSEWHERE = (
    "https://sso.example.com",
    "http://keycloak:8080",
    "http://host.docker.internal:8080",
    "http://sso.localhost:8080",
    "http://127.0.0.1.nip.io",
)
FIRST = """\
keycloak: {url: '%s'}
realm: {name: mine}
api: {client_id: my-api}
models: {spam: {}, fraud: {actions: [predict, explain]}, churn: {}}
consumers:
  batch: {grants: {spam: [predict]}}
  shop: {grants: {fraud: [predict, explain]}}
groups: {analysts: {churn: [predict]}}
people:
  ada: {email: ada@example.com, first_name: Ada, last_name: Lovelace, groups: [analysts]}
  alan: {email: alan@example.com, first_name: Alan, last_name: Turing, groups: [analysts]}
applications: {notebook: {redirect_uris: ['http://localhost:8888/callback']}}
"""
# The same, with all written out that only a local environment leaves out, and servers beside it.
WRITTEN = """
realm:
  name: mine
  ssl_required: external
  login: {verify_email: false}
  smtp: {host: 127.0.0.1, port: 1025, sender: kc@example.com, encryption: none}
federation:
  corp: {vendor: other, url: 'ldap://localhost', bind: {dn: 'cn=reader,dc=x'}, users: {dn: 'ou=people,dc=x'}}
"""
ASKED = {
    "KC-LDAP-TLS",
    "KC-LOCAL-STATE",
    "KC-LOCAL-USER",
    "KC-MAIL-TLS",
    "KC-PERMANENT-PASSWORD",
    "KC-REDIRECT-HTTP",
    "KC-SECRET-CONSUMER",
    "KC-SECRET-IN-STATE",
    "KC-TLS",
}
"""What production is asked of this file."""


def loaded(folder: Path, text: str) -> Environment:
    """Load a file as the environment `mine`."""
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return EnvironmentFiles(folder, features=ProviderFeatures()).load("mine")


def judged(folder: Path, text: str) -> Review:
    """Judge it."""
    (review,) = review_app({"mine": loaded(folder, text)})
    return review


def written(url: str) -> str:
    """Return the file with everything written out."""
    return (
        FIRST.replace("realm: {name: mine}", WRITTEN.strip()).replace(
            "groups: [analysts]", "temporary_password: false, groups: [analysts]"
        )
        % url
    )


def test_nothing_is_asked_of_a_first_local_environment(tmp_path: Path) -> None:
    """Realm, API, three models, two consumers, a group and two people: neither error, warning nor exemption."""
    review = judged(tmp_path, FIRST % HERE)

    assert (review.errors, review.warnings) == ([], [])


@pytest.mark.parametrize("url", [HERE, "http://localhost:8080", "http://[::1]:8080", "http://127.8.8.8"])
def test_local_defaults(tmp_path: Path, url: str) -> None:
    """Plain http is answered, no mail is sent, and generated passwords work at once."""
    environment = loaded(tmp_path, FIRST % url)

    assert environment.realm.ssl_required == "external"
    assert environment.realm.login.verify_email is False
    assert {person.temporary_password for person in environment.people.values()} == {False}


def test_what_is_written_holds(tmp_path: Path) -> None:
    """A default never goes against the file; with TLS, with a mail server and for invited people there is none."""
    text = FIRST.replace("{name: mine}", "{name: mine, smtp: {host: m.example.com, sender: a@example.com}}")
    text = text.replace("last_name: Turing", "last_name: Turing, invite: true")
    text = text.replace("last_name: Lovelace", "last_name: Lovelace, temporary_password: true")
    environment = loaded(tmp_path, text.replace("http://localhost", "https://localhost") % "https://localhost:8443")

    assert (environment.realm.ssl_required, environment.realm.login.verify_email) == ("all", True)
    assert {person.temporary_password for person in environment.people.values()} == {True}


@pytest.mark.parametrize("url", ELSEWHERE)
def test_elsewhere_the_defaults_are_strict(tmp_path: Path, url: str) -> None:
    """The same file with another URL is refused for what is missing: a container's name is not this machine."""
    with pytest.raises(EnvironmentFileError) as refused:
        loaded(tmp_path, FIRST % url)

    assert any("login.verify_email sends mail" in line for line in refused.value.lines)
    assert RealmProps(name="mine").ssl_required == "all"


def test_teams_get_the_same_defaults(tmp_path: Path) -> None:
    """People of a team's file log in by their generated password too."""
    (tmp_path / "mine" / "teams").mkdir(parents=True)
    person = "people: {eve: {email: eve@example.com, first_name: Eve, last_name: E, groups: [analysts]}}\n"
    (tmp_path / "mine" / "teams" / "risk.yaml").write_text(person, encoding="utf-8")

    assert loaded(tmp_path, FIRST % HERE).teams["risk"].people["eve"].temporary_password is False


@pytest.mark.parametrize("url", [HERE, *ELSEWHERE])
def test_only_loopback_is_spared(tmp_path: Path, url: str) -> None:
    """One file: at a Keycloak elsewhere every finding asks for a change or an exemption, here none does."""
    review = judged(tmp_path, written(url))
    spared = {finding.rule.id for finding in review.findings if finding.needless}
    asked = {finding.rule.id for finding in review.findings if finding.is_open}

    assert (ASKED - spared, ASKED & asked) == ((set(), set()) if url == HERE else (ASKED, ASKED))
    assert (len(review.errors) > 0) == (url != HERE)


def test_servers_elsewhere_are_asked_for_tls_all_the_same(tmp_path: Path) -> None:
    """A local Keycloak's mail and directory that are not on this machine cross the network."""
    text = written(HERE).replace("host: 127.0.0.1", "host: mail").replace("ldap://localhost", "ldap://ldap")
    text = text.replace("http://localhost:8888", "http://notebook:8888")

    asked = {finding.rule.id for finding in judged(tmp_path, text).findings if finding.is_open}
    assert {"KC-MAIL-TLS", "KC-LDAP-TLS", "KC-REDIRECT-HTTP"} <= asked


def test_an_exemption_that_a_local_environment_had_can_go(tmp_path: Path) -> None:
    """It is a warning that says why."""
    exemption = "exemptions: [{rule: KC-LOCAL-STATE, resource: mine, reason: one developer's machine}]\n"

    assert judged(tmp_path, FIRST % HERE + exemption).warnings == [
        "environment 'mine', exemption from KC-LOCAL-STATE for 'mine': a Keycloak on this machine needs none: remove it"
    ]
