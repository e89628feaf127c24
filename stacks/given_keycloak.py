"""Which Keycloak of this machine is meant: the project's own, which commands start, or one that the caller gave."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dotenv import dotenv_values

from constructs_lib.declaration.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stacks.environment import Environment

__all__ = ["given_keycloak", "has_credentials", "is_started_here", "reached_url"]

_URL = "KEYCLOAK_URL"
_BASE_PATH = "KEYCLOAK_BASE_PATH"
_PERSON = ("KEYCLOAK_USER", "KEYCLOAK_PASSWORD")
_SECRETS = ("KEYCLOAK_CLIENT_SECRET", "KEYCLOAK_ACCESS_TOKEN")
_PORTS = {"http": 80, "https": 443}
_SAME = frozenset({"localhost", "127.0.0.1", "::1"})


def given_keycloak(variables: Mapping[str, str], dotenv: Path) -> str | None:
    """Return the address of a Keycloak of the caller's own on this machine; None where the project's own is meant.

    Pipenv, and shells that read `.env`, hand down what it says of the project's own Keycloak: its credentials, wherever
    it listens by now, or its address without any credentials, mean that one.

    Args:
        variables: Of the process.
        dotenv: The file with the project's own address and credentials.
    """
    url = variables.get(_URL, "")
    if not is_loopback(url):
        return None
    recorded = _recorded(dotenv)
    if has_credentials(variables):
        used = _PERSON if all(map(variables.get, _PERSON)) else _SECRETS  # as the provider does: a person first
        of_project = all((variables.get(name) or "") == (recorded.get(name) or "") for name in used)
    else:
        of_project = _at(url) == _at(recorded.get(_URL) or "")
    return None if of_project else reached_url(variables)


def reached_url(variables: Mapping[str, str]) -> str:
    """Return where Keycloak is reached, with its base path; an empty text where no variable says it.

    Args:
        variables: As the provider reads them.
    """
    url = variables.get(_URL, "").rstrip("/")
    return url + variables.get(_BASE_PATH, "") if url else ""


def has_credentials(variables: Mapping[str, str]) -> bool:
    """Tell whether there is something to log in to Keycloak by."""
    return all(map(variables.get, _PERSON)) or any(map(variables.get, _SECRETS))


def is_started_here(environment: Environment, variables: Mapping[str, str], dotenv: Path) -> bool:
    """Tell whether an environment's Keycloak is the project's own, which commands start, and whose realms are nobody's.

    Any other is somebody's, on this machine too: its realm is protected, and nothing is done to it without asking.

    Args:
        environment: What is declared.
        variables: As for `given_keycloak`.
        dotenv: As for `given_keycloak`.
    """
    return environment.is_local and given_keycloak(variables, dotenv) is None


def _recorded(dotenv: Path) -> Mapping[str, str | None]:
    try:
        text = dotenv.read_text(encoding="utf-8", errors="replace")
    except OSError:  # there is none, or whoever needs it says what is wrong with it
        return {}
    return dotenv_values(stream=StringIO(text))


def _at(url: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    host = "127.0.0.1" if parts.hostname in _SAME else parts.hostname
    return (parts.scheme, host, port) if host else None
