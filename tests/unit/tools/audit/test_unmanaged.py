"""What a pattern of `unmanaged` leaves to others, and what it does not."""

from __future__ import annotations

import pytest

from stacks.unmanaged import EVERY_ACCOUNT, UnmanagedProps
from tools.audit.comparison import Difference, State
from tools.audit.facts import Fact, Kind
from tools.audit.unmanaged import fits, is_undeclared

pytestmark = pytest.mark.unit

_ACCOUNT = Fact(Kind.PERSON, "", "mallory")
_MEMBER = Fact(Kind.MEMBER, "/leads", "person mallory")
_IN_ORGANIZATION = Fact(Kind.ORGANIZATION_MEMBER, "partner", "person mallory")


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        (EVERY_ACCOUNT, [_ACCOUNT]),
        ("person m*", [_ACCOUNT]),
        ("person * in group *", [_MEMBER]),
        ("person mallory in group /leads", [_MEMBER]),
        ("person * in organization partner", [_IN_ORGANIZATION]),
    ],
)
def test_memberships_do_not_go_with_accounts(pattern: str, meant: list[Fact]) -> None:
    """Who leaves accounts to others is told all the same whom somebody puts into a group."""
    assert [fact for fact in (_ACCOUNT, _MEMBER, _IN_ORGANIZATION) if fits(pattern, fact)] == meant


def test_every_account() -> None:
    """All accounts may be left to others, since an account by itself may do nothing."""
    assert UnmanagedProps(what=EVERY_ACCOUNT, reason="others make accounts").what == EVERY_ACCOUNT


def test_settings_of_keycloaks_own() -> None:
    """A setting that Keycloak brings and no resource sets may be left to others; one that a resource sets never."""
    digits = Fact(Kind.SETTING, "realm", "otpPolicyDigits")
    changed = Difference(State.DIFFERENT, digits, "6", "8")
    assert is_undeclared(changed, {})
    assert not is_undeclared(changed, {digits: "6"})
    assert not is_undeclared(Difference(State.DIFFERENT, digits, "6", ""), {})
