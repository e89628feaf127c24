"""What somebody did to people's accounts by hand, which accounts do not show: passwords set, logins linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.facts import Fact, Kind, holder_of_person
from tools.audit.live.source import Call, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.audit.live.snapshot import Entry, Snapshot
    from tools.audit.live.source import Told

__all__ = ["account_facts"]

_FIRST_MS = 120_000
"""A password that is set so soon after an account was made is the first one, which its deployment sets."""
_MOMENT_MS = 5_000


def account_facts(snapshot: Snapshot) -> Iterator[Told]:
    """Yield passwords that an administrator set, and logins of an identity provider that one gave to an account.

    People do both themselves, too; of that there are no admin events.

    Args:
        snapshot: The realm.
    """
    people = {user["id"]: user for user in snapshot.users}
    for event in snapshot.account_events:
        parts = str(event["resourcePath"]).split("/")
        user = people.get(parts[1])
        if user:
            yield from _done(event, parts[2:], user, snapshot)


def _done(event: Entry, what: list[str], user: Entry, snapshot: Snapshot) -> Iterator[Told]:
    owner, path = holder_of_person(str(user["username"])), str(event["resourcePath"])
    match what:
        case ["reset-password"] if _is_by_hand(event["time"], user, snapshot):
            yield Fact(Kind.CREDENTIAL, owner, "password"), "set by hand", Source((path,))
        case ["federated-identity", alias] if alias in snapshot.linked.get(user["id"], ()):
            yield Fact(Kind.LINK, owner, alias), "", Source((path,), Call("DELETE", path))
        case _:
            return


def _is_by_hand(when: int, user: Entry, snapshot: Snapshot) -> bool:
    """Tell whether somebody's password is one that an administrator set; where nobody can see it, it is."""
    if when - int(user.get("createdTimestamp", 0)) < _FIRST_MS:
        return False
    if user["id"] not in snapshot.credentials:
        return True
    passwords = [each for each in snapshot.credentials[user["id"]] if each["type"] == "password"]
    return any(int(each.get("createdDate", 0)) - when < _MOMENT_MS for each in passwords)
