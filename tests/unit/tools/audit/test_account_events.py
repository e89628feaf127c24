"""What an administrator did to accounts by hand, which the accounts do not show."""

from __future__ import annotations

import pytest

from tools.audit.facts import Fact, Kind
from tools.audit.live.account_events import account_facts
from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

MADE, LATER = 1_000_000_000, 1_000_500_000
PASSWORD = {"resourcePath": "users/1/reset-password", "time": LATER}
LINK = {"resourcePath": "users/1/federated-identity/corp", "time": LATER}
ADA = {"id": "1", "username": "ada", "createdTimestamp": MADE}


def facts(snapshot: Snapshot) -> list[Fact]:
    """Return the facts of a snapshot."""
    return [fact for fact, _, _ in account_facts(snapshot)]


def test_password_that_was_set_by_hand() -> None:
    """It is told as long as it is the account's password, and where nobody may look."""
    told = [Fact(Kind.CREDENTIAL, "person ada", "password")]
    own = [{"type": "password", "createdDate": LATER + 60_000}]
    theirs = [{"type": "password", "createdDate": LATER}]

    assert facts(Snapshot(users=[ADA], account_events=[PASSWORD], credentials={"1": theirs})) == told
    assert facts(Snapshot(users=[ADA], account_events=[PASSWORD])) == told
    assert facts(Snapshot(users=[ADA], account_events=[PASSWORD], credentials={"1": own})) == []


def test_first_password_is_none() -> None:
    """What is set as the account is made is the first password, and nothing is told of accounts that are gone."""
    first = {**PASSWORD, "time": MADE + 2_000}
    second = {**PASSWORD, "time": MADE + 9_000}
    assert facts(Snapshot(users=[ADA], account_events=[first])) == []
    assert len(facts(Snapshot(users=[ADA], account_events=[second, first]))) == 1
    assert facts(Snapshot(users=[], account_events=[PASSWORD])) == []


def test_link_that_was_made_by_hand() -> None:
    """It is told as long as it is there."""
    link = [Fact(Kind.LINK, "person ada", "corp")]
    assert facts(Snapshot(users=[ADA], account_events=[LINK], linked={"1": ["corp"]})) == link
    assert facts(Snapshot(users=[ADA], account_events=[LINK], linked={"1": []})) == []


def test_link_of_who_needs_a_second_factor() -> None:
    """It is told whoever made it, of people alone."""
    link = [Fact(Kind.LINK, "person ada", "corp")]
    assert facts(Snapshot(users=[ADA], past_factor={"1": ["corp"], "of a client": ["corp"]})) == link
    assert facts(Snapshot(users=[ADA], past_factor={"1": []})) == []
