"""The realm's own settings."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import BruteForceProps, LoginProps, RealmProps, SmtpProps
from tests.support.declarations.declarations import PERSON, declare, faults

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("field", ["verify_email", "reset_password"])
def test_mail_features_need_a_mail_server(field: str) -> None:
    """A login page that promises a mail needs a mail server."""
    login = LoginProps.model_validate({"verify_email": False, field: True})
    assert faults(declare(realm=RealmProps(name="ml-prod", login=login))) == [
        f"realm 'ml-prod': login.{field} sends mail: add smtp (host, sender), or set it to false"
    ]


def test_mail_server_allows_mail_features() -> None:
    """With a mail server the default e-mail policy holds."""
    smtp = SmtpProps(host="smtp.example.com", sender="no-reply@example.com")
    assert faults(declare(realm=RealmProps(name="ml-prod", smtp=smtp))) == []


@pytest.mark.parametrize("name", ["master", "Master", "MASTER"])
def test_realm_of_the_administrators_is_not_ours(name: str) -> None:
    """Who manages Keycloak logs in to master, which some databases take for Master too: no lax client is made there."""
    assert faults(declare(realm=RealmProps(name=name, login=LoginProps(verify_email=False)))) == [
        (
            f"realm '{name}': Keycloak's administrators log in there, and its clients manage every realm: "
            "choose another name"
        )
    ]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "a URL starts with https:// (or http://) and a host, got ''"),
        ("nonsense", "a URL starts with https:// (or http://) and a host, got 'nonsense'"),
        (
            "https://sso.example.com#x",
            (
                "a URL that others begin with has no query and no fragment: take out '?' or '#' and what follows it, "
                "got 'https://sso.example.com#x'"
            ),
        ),
        ("http://sso.example.com", "must use https, got 'http://sso.example.com'"),
        ("https://sso.example.com/ml", None),
    ],
)
def test_front_end_is_a_url(url: str, fault: str | None) -> None:
    """Keycloak passes over what is none, and issuers begin with another URL than the one that is declared."""
    realm = RealmProps(name="ml-prod", login=LoginProps(verify_email=False), attributes={"frontendUrl": url})
    said = [
        each.removeprefix("realm 'ml-prod': frontendUrl").removeprefix(":").strip()
        for each in faults(declare(realm=realm))
    ]
    assert said == ([fault] if fault else [])


@pytest.mark.parametrize(("wait", "is_refused"), [("15m", False), ("16m", True), ("1d", True)])
def test_lockout_is_within_its_longest(wait: str, is_refused: bool) -> None:  # noqa: FBT001 - a case
    """A wait above the longest one would never be waited."""
    realm = RealmProps(name="ml-prod", login=LoginProps(verify_email=False), brute_force=BruteForceProps(wait=wait))
    message = f"realm 'ml-prod': brute_force.wait must not exceed brute_force.max_wait (15m), got '{wait}'"
    assert faults(declare(realm=realm)) == ([message] if is_refused else [])


def test_invitation_needs_a_mail_server() -> None:
    """An account without a password that nobody is told of is of no use."""
    invited = {**PERSON.model_dump(), "invite": True}
    assert faults(declare(people={"ada": invited})) == [
        "realm 'ml-prod', person 'ada': an invitation is a mail: add realm.smtp (host, sender), or set invite to false"
    ]


@pytest.mark.parametrize(("edit_mode", "refused"), [("read_only", True), ("unsynced", False)])
def test_terms_need_accounts_that_can_be_written(edit_mode: str, refused: bool) -> None:  # noqa: FBT001 - the two cases
    """Keycloak notes the answer at the account: people of a read-only directory would get an error page."""
    directory = {
        "vendor": "other",
        "url": "ldaps://ldap.example.com",
        "bind": {"dn": "cn=keycloak,dc=example,dc=com"},
        "users": {"dn": "ou=people,dc=example,dc=com"},
        "edit_mode": edit_mode,
    }
    realm = RealmProps(name="ml-prod", login=LoginProps(verify_email=False, terms=True))
    line = (
        "realm 'ml-prod', federation 'corp-ldap': people of a read-only directory cannot accept terms, "
        "and could not log in: set login.terms to false"
    )
    assert faults(declare(realm=realm, federation={"corp-ldap": directory})) == ([line] if refused else [])
