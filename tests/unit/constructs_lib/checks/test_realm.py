"""The realm's own settings."""

from __future__ import annotations

import pytest

from constructs_lib.props import LifespanProps, LoginProps, RealmProps, SmtpProps
from tests.support.declarations import NO_MAIL, declare, faults

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("field", ["verify_email", "reset_password"])
def test_mail_features_need_a_mail_server(field: str) -> None:
    """A login page that promises a mail needs a mail server."""
    login = LoginProps.model_validate({"verify_email": False, field: True})
    assert faults(declare(realm=RealmProps(name="ml-prod", login=login))) == [
        f"realm 'ml-prod': login.{field} sends mail: add smtp (host, sender), or set it to false"
    ]


@pytest.mark.parametrize(
    ("shorter", "longer", "lifespans"),
    [
        ("access_token", "session_idle", LifespanProps(access_token="31m")),
        ("session_idle", "session_max", LifespanProps(session_idle="11h")),
        ("offline_idle", "offline_max", LifespanProps(offline_idle="31d")),
    ],
)
def test_lifespans_must_be_in_order(shorter: str, longer: str, lifespans: LifespanProps) -> None:
    """A token does not outlive its session, nor an idle limit its absolute one."""
    low, high = getattr(lifespans, shorter), getattr(lifespans, longer)
    assert faults(declare(realm=RealmProps(name="ml-prod", login=NO_MAIL, lifespans=lifespans))) == [
        f"realm 'ml-prod': lifespans.{shorter} must not exceed lifespans.{longer} ({high}), got '{low}'"
    ]


def test_unresolved_lifespans_are_left_to_terraform() -> None:
    """A value that is known only at apply is not judged at synth."""
    lifespans = LifespanProps(access_token="${var.lifespan}")
    assert faults(declare(realm=RealmProps(name="ml-prod", login=NO_MAIL, lifespans=lifespans))) == []


def test_mail_server_allows_mail_features() -> None:
    """With a mail server the default e-mail policy holds."""
    smtp = SmtpProps(host="smtp.example.com", sender="no-reply@example.com")
    assert faults(declare(realm=RealmProps(name="ml-prod", smtp=smtp))) == []
