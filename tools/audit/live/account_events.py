"""What somebody did to people's accounts, which accounts do not show: passwords set, logins linked."""

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
"""The first password that is set so soon after an account was made is the one of its deployment."""
_MOMENT_MS = 5_000


def account_facts(snapshot: Snapshot) -> Iterator[Told]:
    """Yield passwords that an administrator set, and logins of an identity provider that one gave to an account.

    People do both themselves, too; of that there are no admin events. Where an account needs a second factor each such
    login is told: who made it may have had the password alone, before there was that need.

    Args:
        snapshot: The realm.
    """
    people = {user["id"]: user for user in snapshot.users}
    begun: set[str] = set()
    for event in sorted(snapshot.account_events, key=lambda each: int(each["time"])):
        path = str(event["resourcePath"])
        _, id_, *what = path.split("/")
        user = people.get(id_)
        if user is None:
            continue
        owner = holder_of_person(str(user["username"]))
        match what:
            case ["reset-password"]:
                is_first = id_ not in begun and event["time"] - int(user.get("createdTimestamp", 0)) < _FIRST_MS
                begun.add(id_)
                if not is_first and _is_still_there(event["time"], snapshot.credentials.get(id_)):
                    yield Fact(Kind.CREDENTIAL, owner, "password"), "set by hand", Source((path,))
            case ["federated-identity", alias] if alias in snapshot.linked.get(id_, ()):
                yield _link(user, alias)
            case _:
                continue
    for id_, aliases in snapshot.past_factor.items():
        if id_ in people:
            yield from (_link(people[id_], alias) for alias in aliases)


def _link(user: Entry, alias: str) -> Told:
    """Return that an account has a login of an identity provider, and how it is taken away."""
    path = f"users/{user['id']}/federated-identity/{alias}"
    return Fact(Kind.LINK, holder_of_person(str(user["username"])), alias), "", Source((path,), Call("DELETE", path))


def _is_still_there(when: int, credentials: list[Entry] | None) -> bool:
    """Tell whether somebody's password is the one that an administrator set; where nobody may look, it is."""
    if credentials is None:
        return True
    passwords = [each for each in credentials if each["type"] == "password"]
    return any(int(each.get("createdDate", 0)) - when < _MOMENT_MS for each in passwords)
