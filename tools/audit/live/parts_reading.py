"""Reads of a realm what few realms have, and what not everybody may see who may view it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.keycloak.admin import RefusedCallError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Protocol

    from tools.audit.live.snapshot import Entry, Snapshot

    class Read(Protocol):
        """Reads a path below the realm; None where there is nothing."""

        def __call__(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - whatever Keycloak keeps there
            """Return what is there."""


__all__ = ["read_parts"]

_ALL = "-1"
_PASSWORD, _LINK = "users/*/reset-password", "users/*/federated-identity/*"
# Which role lets somebody read what.
_NEEDS: Mapping[str, str] = {
    "authorization of clients": "view-clients",
    "organizations": "view-organizations",
    "passwords that were set by hand": "view-events",
    "texts of the realm's own": "view-realm",
    "the user profile": "view-realm",
    "workflows": "realm-admin",
}
_SECRET_PARTS = ("secretData", "credentialData", "value")


def read_parts(snapshot: Snapshot, read: Read) -> None:
    """Fill in what is left of a snapshot; what is refused is named in `unread`.

    Args:
        snapshot: A realm, all else of which was read.
        read: Reads a path below the realm.
    """
    for what, reading in (
        ("the user profile", _profile),
        ("texts of the realm's own", _texts),
        ("organizations", _organizations),
        ("workflows", _workflows),
        ("authorization of clients", _authorization),
        ("passwords that were set by hand", _accounts),
    ):
        try:
            reading(snapshot, read)
        except RefusedCallError:
            snapshot.unread[what] = _NEEDS[what]


def _profile(snapshot: Snapshot, read: Read) -> None:
    snapshot.others["user profile"] = read("users/profile") or {}


def _texts(snapshot: Snapshot, read: Read) -> None:
    for locale in read("localization") or ():
        snapshot.texts[locale] = read(f"localization/{_part(locale)}")


def _organizations(snapshot: Snapshot, read: Read) -> None:
    if snapshot.realm.get("organizationsEnabled"):
        snapshot.others["organizations"] = read("organizations", briefRepresentation="false", max=_ALL) or []
        for each in snapshot.others["organizations"]:
            snapshot.organization_members[each["id"]] = read(f"organizations/{each['id']}/members", max=_ALL)


def _workflows(snapshot: Snapshot, read: Read) -> None:
    snapshot.others["workflows"] = read("workflows") or []  # older servers have none


def _authorization(snapshot: Snapshot, read: Read) -> None:
    for client in snapshot.clients:
        if client.get("authorizationServicesEnabled"):
            at = f"clients/{client['id']}/authz/resource-server"
            snapshot.authorization[client["id"]] = {
                kind: read(f"{at}/{kind}", max=_ALL) for kind in ("resource", "scope", "policy")
            }


def _accounts(snapshot: Snapshot, read: Read) -> None:
    people = {user["id"] for user in snapshot.users}
    for path in (_PASSWORD, _LINK):
        snapshot.account_events += read("admin-events", resourcePath=path, max=_ALL)
    for id_ in dict.fromkeys(_users(snapshot.account_events, "federated-identity")):
        if id_ in people:
            snapshot.linked[id_] = [each["identityProvider"] for each in read(f"users/{id_}/federated-identity")]
    for id_ in dict.fromkeys(_users(snapshot.account_events, "reset-password")):
        if id_ in people:
            listed = read(f"users/{id_}/credentials")
            kept = [{key: value for key, value in each.items() if key not in _SECRET_PARTS} for each in listed]
            snapshot.credentials[id_] = kept


def _users(events: list[Entry], what: str) -> Iterator[str]:
    for event in events:
        _, user, *rest = str(event["resourcePath"]).split("/")
        if rest[:1] == [what]:
            yield user


def _part(name: str) -> str:
    return quote(name, safe="")
