"""The realm's own settings."""

from __future__ import annotations

import pytest

from constructs_lib.props import LoginProps, RealmProps, SmtpProps
from tests.support.declarations import PERSON, declare, faults

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


def test_invitation_needs_a_mail_server() -> None:
    """An account without a password that nobody is told of is of no use."""
    invited = {**PERSON.model_dump(), "invite": True}
    assert faults(declare(people={"ada": invited})) == [
        "realm 'ml-prod', person 'ada': an invitation is a mail: add realm.smtp (host, sender), or set invite to false"
    ]
