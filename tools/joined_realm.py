"""What a realm that is joined lacks of our guarantees: its owner is told which setting, which value, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.declaration.props.values import is_unresolved
from constructs_lib.declaration.token_settings import MACHINE_SCOPES
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.environment import Environment
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["check_joined_realm", "shortfalls"]

_TLS = ("none", "external", "all")
_TLS_IN_CONSOLE = {"external": "External requests", "all": "All requests"}
_LONGEST_CODE_S = 60
_MOST_FAILURES = 100
_SHORTEST_PASSWORD = 12
_LENGTH = re.compile(r"length\((\d+)\)")
_PAGE = "docs/how-to/join-a-realm.md#what-the-realm-has-to-have"


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
_OFFLINE = _Setting(
    "offlineSessionMaxLifespanEnabled",
    "offline tokens have no end",
    "turn on Offline Session Max Limited",
    "Realm settings, Sessions",
)


def check_joined_realm(environment: Environment, admin: KeycloakAdmin) -> None:
    """Refuse a realm in which our tokens could not be.

    Args:
        environment: What is declared; of a realm of ours, nothing is asked.
        admin: Its Keycloak; roles that view are enough.

    Raises:
        ToolError: There is no such realm, it is disabled, or it lacks a key or a client scope that we need (exit 2).
    """
    realm = environment.realm
    if not realm.is_joined:
        return
    found = admin.find(_path(realm.name))
    if found is None:
        raise ToolError(
            f"Keycloak at {admin.url} has no realm '{realm.name}', which has its owner elsewhere: ask them for it, or "
            "remove realm.owner, and the deployment creates it",
            exit_code=2,
        )
    if found.get("enabled") is False:
        raise ToolError(
            f"realm '{realm.name}' is disabled, and nobody gets a token there: its owner enables it, in Realm settings",
            exit_code=2,
        )
    keys = _read(admin, f"{_path(realm.name)}/keys")
    if keys is not None and realm.signature_algorithm not in _signing(keys):
        raise ToolError(
            f"realm '{realm.name}' has no active key for {realm.signature_algorithm}, which realm.signature_algorithm "
            f"asks for: write {' or '.join(_signing(keys)) or 'another'}, or let its owner add one: Realm settings, "
            "Keys, Add providers",
            exit_code=2,
        )
    scopes = _read(admin, f"{_path(realm.name)}/client-scopes")
    names = {scope["name"] for scope in scopes or ()}
    for scope in MACHINE_SCOPES:
        if scopes is not None and scope not in names:
            raise ToolError(
                f"realm '{realm.name}' has no client scope '{scope}', which Keycloak makes in every realm and our "
                "clients need: its owner makes it again, in Client scopes",
                exit_code=2,
            )


def shortfalls(environment: Environment, admin: KeycloakAdmin) -> list[str]:
    """Say what a realm that is joined lacks, a line each, with what its owner does about it.

    Args:
        environment: What is declared; of a realm of ours, nothing is said.
        admin: Its Keycloak; roles that view are enough.

    Raises:
        ToolError: Keycloak does not answer, or as for `check_joined_realm`.
    """
    if not environment.realm.is_joined:
        return []
    check_joined_realm(environment, admin)
    name = environment.realm.name
    settings = admin.find(_path(name)) or {}
    events = _read(admin, f"{_path(name)}/events/config") or {}
    told = list(_told(environment, {**settings, **{each.key: events.get(each.key) for each in _EVENTS}}))
    if not told:
        return []
    return [f"Realm '{name}' is not ours, and falls short of what is promised here ({_PAGE}):", *told]


def _told(environment: Environment, settings: Mapping[str, Any]) -> Iterator[str]:
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


def _signing(keys: Mapping[str, Any]) -> list[str]:
    return sorted(
        {key["algorithm"] for key in keys.get("keys", ()) if key.get("status") == "ACTIVE" and key.get("use") == "SIG"}
        - {"HS256", "HS384", "HS512"}
    )


def _read(admin: KeycloakAdmin, path: str) -> Any:  # noqa: ANN401 - JSON
    """Read something; None where the deployer may not."""
    try:
        return admin.find(path)
    except ToolError as refused:
        if refused.exit_code != 2:  # noqa: PLR2004 - it does not answer
            raise
        return None


def _path(realm: str) -> str:
    return f"realms/{quote(realm, safe='')}"
