"""Settings by which a realm keeps what is promised here: what each is worth, and where its owner sets it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props.values import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.environment import Environment

__all__ = ["OF_EVENTS", "missing_promises"]

_TLS = ("none", "external", "all")
_TLS_IN_CONSOLE = {"external": "External requests", "all": "All requests"}
_LONGEST_CODE_S = 60
_MOST_FAILURES = 100
_SHORTEST_PASSWORD = 12
_LENGTH = re.compile(r"length\((\d+)\)")


@dataclass(frozen=True)
class _Setting:
    """A setting of the realm.

    Attributes:
        key: Keycloak's name of it.
        fault: What comes of it as it is.
        remedy: What the owner sets it to.
        place: Where in the Admin Console.
    """

    key: str
    fault: str
    remedy: str
    place: str


_WANTED: Mapping[bool, tuple[_Setting, ...]] = {
    True: (
        _Setting(
            "revokeRefreshToken",
            "a refresh token works again and again, a stolen one too",
            "turn on Revoke Refresh Token, with 0 as Refresh Token Max Reuse",
            "Realm settings, Tokens",
        ),
        _Setting(
            "bruteForceProtected",
            "passwords may be guessed without end",
            "choose Lockout temporarily, with 5 as Max Login Failures",
            "Realm settings, Security defenses, Brute force detection",
        ),
    ),
    False: (
        _Setting(
            "registrationAllowed",
            "whoever registers by the username of a declared person gets what that person is granted",
            "turn off User registration",
            "Realm settings, Login",
        ),
        _Setting(
            "editUsernameAllowed",
            "whoever takes the username of a declared person gets what that person is granted",
            "turn off Edit username",
            "Realm settings, Login",
        ),
    ),
}
_EVENTS = (
    _Setting(
        "eventsEnabled",
        "nobody can tell who logged in",
        "turn on Save events",
        "Realm settings, Events, User events settings",
    ),
    _Setting(
        "adminEventsEnabled",
        "nobody can tell who changed what, make audit neither",
        "turn on Save events",
        "Realm settings, Events, Admin events settings",
    ),
)
OF_EVENTS = tuple(each.key for each in _EVENTS)
"""Settings that Keycloak keeps apart from the others of a realm, in its events' configuration."""

_OFFLINE = _Setting(
    "offlineSessionMaxLifespanEnabled",
    "offline tokens have no end",
    "turn on Offline Session Max Limited",
    "Realm settings, Sessions",
)


def missing_promises(environment: Environment, settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a realm lacks, a line each, and which settings nobody could read.

    Args:
        environment: What is declared.
        settings: The realm's settings, and those of `OF_EVENTS`; None, or nothing, where one cannot be read.
    """
    unread: list[str] = []
    for wanted, each in _settings(environment):
        value = settings.get(each.key)
        if value is None:
            unread.append(each.key)
        elif value is not wanted:
            yield _line(each)
    for key, line in _measured(environment, settings):
        if settings.get(key) is None:
            unread.append(key)
        elif line:
            yield line
    issuer = (settings.get("attributes") or {}).get("frontendUrl")
    declared = environment.keycloak.url
    if issuer and not is_unresolved(declared) and issuer.rstrip("/") != declared:
        yield (
            f"- its tokens are issued by {issuer.rstrip('/')}, and keycloak.url is {declared}, which gateways compare: "
            f"set keycloak.url to {issuer.rstrip('/')} (and KEYCLOAK_URL to where it is deployed)"
        )
    if unread:
        yield (
            f"- it is not known whether it does for {', '.join(unread)}: give the deployer view-realm and view-events "
            "of realm-management"
        )


def _settings(environment: Environment) -> Iterator[tuple[bool, _Setting]]:
    for wanted, settings in _WANTED.items():
        yield from ((wanted, each) for each in settings)
    yield from ((True, each) for each in _EVENTS)
    accesses = environment.accesses().values()
    if any(application.offline_access for access in accesses for application in access.applications.values()):
        yield True, _OFFLINE


def _measured(environment: Environment, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield settings that are more than on or off, each with what is to be said of it, if anything."""
    tls, asked = settings.get("sslRequired"), environment.realm.ssl_required
    short = tls in _TLS and _TLS.index(tls) < _TLS.index(asked)
    if asked != "none":
        place = f"choose {_TLS_IN_CONSOLE[asked]} as Require SSL: Realm settings, General"
        yield "sslRequired", f"- it takes requests without TLS (sslRequired '{tls}'): {place}" if short else ""
    code = settings.get("accessCodeLifespan") or 0
    place = "set Client Login Timeout to 1 minute: Realm settings, Tokens"
    yield "accessCodeLifespan", f"- an authorization code works for {code} s: {place}" if code > _LONGEST_CODE_S else ""
    failures = settings.get("failureFactor") or 0
    if settings.get("bruteForceProtected"):
        place = "set Max Login Failures to 5: Realm settings, Security defenses, Brute force detection"
        line = f"- an account is locked after {failures} wrong passwords at the earliest: {place}"
        yield "failureFactor", line if failures > _MOST_FAILURES else ""
    reuse = settings.get("refreshTokenMaxReuse") or 0
    if settings.get("revokeRefreshToken") and reuse:
        place = "set Refresh Token Max Reuse to 0: Realm settings, Tokens"
        yield "refreshTokenMaxReuse", f"- a refresh token that was used works {reuse} more times: {place}"
    policy = str(settings.get("passwordPolicy") or "")
    length = _LENGTH.search(policy)
    short = length is None or int(length[1]) < _SHORTEST_PASSWORD
    place = f"add Minimum length {_SHORTEST_PASSWORD}: Authentication, Policies, Password policy"
    line = f"- local accounts may have short passwords (passwordPolicy '{policy}'): {place}"
    yield "realm", line if short else ""  # without a policy there is no such key


def _line(setting: _Setting) -> str:
    return f"- {setting.fault} ({setting.key}): {setting.remedy}: {setting.place}"
