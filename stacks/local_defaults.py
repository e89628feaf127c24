"""What an environment on this machine need not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from constructs_lib.declaration.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.yaml_document import Value

__all__ = ["with_local_defaults"]


def with_local_defaults(data: Mapping[str, Value]) -> dict[str, Value]:
    """Add what a Keycloak on this machine needs said and no file says; what a file says holds.

    Where `keycloak.url` is loopback: `realm.ssl_required` is `external` where it is also plain http, which Keycloak
    would refuse otherwise; `realm.login.verify_email` is false without a mail server; and first passwords, which are
    generated into `.env`, are not temporary, so that scripts can log in by them. In a realm that is joined, logins and
    accounts are its owner's: nothing is said of them.

    Args:
        data: An environment's file, with what it extends and its teams' files; it is not changed.

    Returns:
        The same for any other Keycloak.
    """
    url = _mapping(data, "keycloak").get("url")
    if not isinstance(url, str) or not is_loopback(url):
        return dict(data)
    added = {**data, "realm": _realm(data["realm"], url)} if "realm" in data else dict(data)
    if _mapping(data, "realm").get("owner", "here") != "here":
        return added
    teams = _mapping(data, "teams")
    if teams:
        added["teams"] = {name: _with_passwords(team) for name, team in teams.items()}
    return cast("dict[str, Value]", _with_passwords(added))


def _realm(realm: Value, url: str) -> Value:
    if not isinstance(realm, dict):
        return realm
    login = realm.get("login", {})
    if isinstance(login, dict) and "smtp" not in realm and realm.get("owner", "here") == "here":
        realm = {**realm, "login": {"verify_email": False, **login}}
    return {"ssl_required": "external", **realm} if urlsplit(url).scheme == "http" else realm


def _with_passwords(access: Value) -> Value:
    people = access.get("people") if isinstance(access, dict) else None
    if not isinstance(access, dict) or not isinstance(people, dict):
        return access
    return {
        **access,
        "people": {
            name: {"temporary_password": False, **person}
            if isinstance(person, dict) and _has_password(person)
            else person
            for name, person in people.items()
        },
    }


def _has_password(person: Mapping[str, Value]) -> bool:
    return person.get("invite", False) is False


def _mapping(data: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}
