"""Constrained values that several declarations share, each with the reason for its bound.

Every check lets an unresolved CDK token or Terraform expression (`${...}`) pass: its value is known only at apply.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, StrictBool

__all__ = [
    "ActionName",
    "ClientId",
    "Duration",
    "Email",
    "Flag",
    "GroupName",
    "HttpUrl",
    "Identifier",
    "IssuerName",
    "KubernetesName",
    "ListenAddress",
    "ModelName",
    "OpenRoute",
    "RealmName",
    "RoleName",
    "RoutePattern",
    "ServerUrl",
    "TeamName",
    "Username",
    "check_model_name",
    "check_pattern",
    "duration_seconds",
    "go_duration",
    "is_unresolved",
]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?:\d+[smhd])+")
_HIGHEST_PORT = 65535
_METHOD = "(GET|HEAD|POST|PUT|PATCH|DELETE)"
# What every server reads as it stands: nothing to decode, no "." or "..".
_SEGMENT = r"(?!\.\.?(?:/|$))[A-Za-z0-9._~:-]+"


def is_unresolved(value: str) -> bool:
    """Tell whether a string holds a CDK token or a Terraform expression, so that its value is unknown at synth."""
    return "${" in value


def duration_seconds(value: str) -> int:
    """Convert a duration such as `5m` or `1h30m` to seconds.

    Args:
        value: A `Duration`, as the provider's realm arguments take it.
    """
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)([smhd])", value))


def go_duration(value: str) -> str:
    """Spell a duration for the provider, whose Go durations know no days: `7d` gives `168h`."""
    if is_unresolved(value):
        return value
    seconds = duration_seconds(value)
    for unit in ("h", "m"):
        if seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


def check_pattern(value: str, pattern: str, rule: str) -> str:
    """Return a value that matches a pattern as a whole, or is unresolved.

    Args:
        value: What was declared.
        pattern: Regular expression.
        rule: What the message says of a value that does not match.

    Raises:
        ValueError: It does not match.
    """
    if not is_unresolved(value) and re.fullmatch(pattern, value) is None:
        raise ValueError(f"{rule}, got '{value}'")
    return value


def _realm_name(value: str) -> str:
    rule = "a realm name stands in URLs: use 1 to 64 letters, digits, '-' or '_'"
    return check_pattern(value, r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", rule)


def _client_id(value: str) -> str:
    rule = "a client id stands in claim paths and variable names: use 2 to 64 lower-case letters, digits, '-' or '_'"
    return check_pattern(value, r"[a-z][a-z0-9_-]{1,63}", rule)


def check_model_name(value: str) -> str:
    """Return a model's name, which stands in a role, a scope (`model.<model>.<action>`) and a URL path.

    Raises:
        ValueError: It cannot.
    """
    rule = "a model name stands in roles, scopes and URLs: use 1 to 48 lower-case letters, digits, '-' or '_'"
    return check_pattern(value, r"[a-z0-9][a-z0-9_-]{0,47}", rule)


def _action_name(value: str) -> str:
    rule = "an action name stands in roles and scopes: use 1 to 24 lower-case letters, digits, '-' or '_'"
    return check_pattern(value, r"[a-z][a-z0-9_-]{0,23}", rule)


def _group_name(value: str) -> str:
    rule = "a group name stands in paths: use 1 to 64 lower-case letters, digits, '-' or '_'"
    return check_pattern(value, r"[a-z0-9][a-z0-9_-]{0,63}", rule)


def _team_name(value: str) -> str:
    rule = "a team name is part of a stack's name: use 1 to 30 lower-case letters, digits or '-'"
    return check_pattern(value, r"[a-z][a-z0-9-]{0,29}", rule)


def _issuer_name(value: str) -> str:
    rule = "a workload issuer's name stands in URLs: use 1 to 48 lower-case letters, digits, '-' or '_'"
    return check_pattern(value, r"[a-z0-9][a-z0-9_-]{0,47}", rule)


def _identifier(value: str) -> str:
    rule = "an audience is an https URI, a URN or a client id"
    return check_pattern(value, r"https://[^\s/?#]+[^\s]*|urn:[a-z0-9][a-z0-9-]{1,31}:\S+|[a-z][a-z0-9_-]{1,63}", rule)


def _role_name(value: str) -> str:
    rule = "a role name stands in tokens: use 1 to 64 letters, digits, '-', '_' or ':'"
    return check_pattern(value, r"[A-Za-z0-9][A-Za-z0-9_:-]{0,63}", rule)


def _username(value: str) -> str:
    # Keycloak lower-cases usernames, so that any other spelling never settles; its user profile wants 3 to 255.
    rule = "a username is 3 to 255 lower-case letters, digits, '.', '-', '_' or '@'"
    return check_pattern(value, r"[a-z0-9][a-z0-9._@-]{2,254}", rule)


def _email(value: str) -> str:
    # Keycloak lower-cases addresses: mixed case never settles.
    return check_pattern(
        value, r"[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*", "an e-mail address is lower-case, 'name@host'"
    )


def _duration(value: str) -> str:
    if is_unresolved(value):
        return value
    if _DURATION.fullmatch(value) is None:
        raise ValueError(f"a duration is a number and a unit, such as '5m', '8h' or '1h30m', got '{value}'")
    if duration_seconds(value) == 0:
        raise ValueError(f"a duration is longer than 0, got '{value}'")
    return value


def _http_url(value: str) -> str:
    check_pattern(value, r"https?://[^\s/?#]+[^\s]*", "a URL starts with https:// (or http://) and a host")
    if not is_unresolved(value) and _host_and_port(value) is None:
        raise ValueError(f"a URL's host, and its port if it has one, must be possible ones, got '{value}'")
    return value


def _host_and_port(url: str) -> tuple[str, int | None] | None:
    """Return what a client would connect to, or None if it could not."""
    try:
        host, port = urlsplit(url).hostname, urlsplit(url).port
    except ValueError:
        return None
    return (host, port) if host and port != 0 else None


def _server_url(value: str) -> str:
    rule = "a server is scheme, host and port, such as 'http://127.0.0.1:8000'"
    check_pattern(value, r"https?://([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?", rule)
    if _host_and_port(value) is None:
        raise ValueError(f"{rule}, got '{value}'")
    return value


def _kubernetes_name(value: str) -> str:
    rule = "a Kubernetes name is 1 to 63 lower-case letters, digits or '-'"
    return check_pattern(value, r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", rule)


def _listen_address(value: str) -> str:
    rule = "a listen address is an IP address and a port, such as '127.0.0.1:8090' or '[::1]:8090'"
    host, _, port = check_pattern(value, r"[0-9.]+:\d{1,5}|\[[0-9a-fA-F:.]+\]:\d{1,5}", rule).rpartition(":")
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise ValueError(f"{rule}, got '{value}'") from None
    if not 0 < int(port) <= _HIGHEST_PORT:
        raise ValueError(f"{rule}, got '{value}'")
    return value


def _route_pattern(value: str) -> str:
    rule = "a route is a method and a path, such as 'POST /score/{model}' ('{version}' stands for any one version)"
    return check_pattern(value, rf"{_METHOD} (/({_SEGMENT}|\{{model\}}(:[a-z]+)?|\{{version\}}))+", rule)


def _open_route(value: str) -> str:
    return check_pattern(value, rf"{_METHOD} (/{_SEGMENT})+", "a route is a method and a path, such as 'GET /healthz'")


Flag = StrictBool
"""`true` or `false`; text such as "yes" is refused."""

RealmName = Annotated[str, AfterValidator(_realm_name)]
ActionName = Annotated[str, AfterValidator(_action_name)]
ClientId = Annotated[str, AfterValidator(_client_id)]
GroupName = Annotated[str, AfterValidator(_group_name)]
Identifier = Annotated[str, AfterValidator(_identifier)]
IssuerName = Annotated[str, AfterValidator(_issuer_name)]
ModelName = Annotated[str, AfterValidator(check_model_name)]
RoleName = Annotated[str, AfterValidator(_role_name)]
TeamName = Annotated[str, AfterValidator(_team_name)]
Username = Annotated[str, AfterValidator(_username)]
Email = Annotated[str, AfterValidator(_email)]
Duration = Annotated[str, AfterValidator(_duration)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
KubernetesName = Annotated[str, AfterValidator(_kubernetes_name)]
ListenAddress = Annotated[str, AfterValidator(_listen_address)]
OpenRoute = Annotated[str, AfterValidator(_open_route)]
RoutePattern = Annotated[str, AfterValidator(_route_pattern)]
ServerUrl = Annotated[str, AfterValidator(_server_url)]
