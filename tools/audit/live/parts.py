"""Facts of what a realm has beside clients, people and logins: user profile, texts, organizations, authorization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.audit.canonical import configured
from tools.audit.facts import Fact, Kind
from tools.audit.live.names import LiveNames
from tools.audit.live.settings import flat_settings
from tools.audit.live.source import Call, Source, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.audit.live.snapshot import Entry, Snapshot
    from tools.audit.live.source import Told

__all__ = ["part_facts"]

_IDS = frozenset({"id", "members", "owner", "_id"})
_DECIDE_PERMISSION = ("resource", "scope", "uma")


def part_facts(snapshot: Snapshot) -> Iterator[Told]:
    """Yield such facts of a realm, as far as it could be read.

    Args:
        snapshot: The realm.
    """
    yield from _profile(snapshot.others.get("user profile") or {})
    for locale, texts in snapshot.texts.items():
        for key, value in texts.items():
            yield told(Fact(Kind.TEXT, f"locale {locale}", key), f"localization/{locale}/{key}", str(value))
    yield from _organizations(snapshot)
    for workflow in snapshot.others.get("workflows") or ():
        yield told(Fact(Kind.WORKFLOW, "", workflow["name"]), f"workflows/{workflow['id']}", _text("", workflow))
    yield from _authorization(snapshot)


def _profile(profile: Entry) -> Iterator[Told]:
    source = Source(("users/profile",))
    if policy := profile.get("unmanagedAttributePolicy"):
        yield Fact(Kind.SETTING, "realm", "userProfile.unmanagedAttributePolicy"), str(policy), source
    for kind in ("attribute", "group"):
        for each in profile.get(f"{kind}s", ()):
            yield Fact(Kind.PROFILE, "", f"{kind} {each['name']}"), _text(kind, each), source


def _organizations(snapshot: Snapshot) -> Iterator[Told]:
    names = LiveNames(snapshot)
    for each in snapshot.others.get("organizations") or ():
        name, at = each["name"], f"organizations/{each['id']}"
        domains = [domain["name"] for domain in each.get("domains", ())]
        value = _text("", {**{key: each[key] for key in each if key != "domains"}, "domains": domains})
        yield told(Fact(Kind.ORGANIZATION, "", name), at, value)
        for user in snapshot.organization_members.get(each["id"], ()):
            yield told(Fact(Kind.ORGANIZATION_MEMBER, name, names.holder(user)), f"{at}/members/{user['id']}")


def _authorization(snapshot: Snapshot) -> Iterator[Told]:
    clients = {client["id"]: client["clientId"] for client in snapshot.clients}
    for uuid, parts in snapshot.authorization.items():
        at = f"clients/{uuid}/authz/resource-server"
        for kind, listed in parts.items():
            for each in listed:
                said = "permission" if kind == "policy" and each["type"] in _DECIDE_PERMISSION else kind
                path = f"{at}/{said}/{each.get('_id') or each['id']}"
                fact = Fact(Kind.AUTHORIZATION, f"client {clients[uuid]}", f"{said} {each['name']}")
                yield (
                    fact,
                    _text(str(each.get("type", "")), each),
                    Source((path,), Call("DELETE", f"{at}/{kind}/{path.rpartition('/')[2]}")),
                )


def _text(kind: str, entry: Any) -> str:  # noqa: ANN401 - Keycloak's JSON
    return configured(kind, dict(flat_settings(dict(entry), _IDS)))
