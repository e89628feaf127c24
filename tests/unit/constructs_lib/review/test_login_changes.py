"""What logins ask for is told of everybody, and of groups that nobody is in yet."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.told_changes import lines_of

pytestmark = pytest.mark.unit


def _asking(factor: str | None) -> Environment:
    """Return an environment with a group that nobody is in."""
    data: dict[str, Any] = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "login": {"verify_email": False}},
        "api": {"client_id": "api"},
        "models": {"fraud": {"actions": ["manage", "predict"]}},
        "groups": {"leads": {"fraud": ["manage"]}},
        "second_factor": {"leads": factor} if factor else {},
    }
    return Environment.model_validate(data)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("passkey", None, "! group leads: members may log in without a second factor (was: passkey; {})"),
        ("otp", "passkey", "! group leads: members need a passkey to log in (was: one-time password; {})"),
        (None, "otp", "  group leads: members need a one-time password to log in (was: none; {})"),
    ],
)
def test_group_of_nobody(old: str | None, new: str | None, expected: str) -> None:
    """A second factor that is dropped, or another one, weighs, though nobody is in the group yet."""
    base, head = _asking(old), _asking(new)
    assert lines_of(base, head) == [expected.format("nobody is known to be in it")]
    (change,) = Difference.of(base, head).changes
    assert change.cause
    assert change.cause.path == ("second_factor", "leads")
    assert lines_of(head, head) == []
