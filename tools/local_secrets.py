"""The git-ignored `.env` that holds the local Keycloak's address and the development secrets; Pipenv loads it."""

from __future__ import annotations

import fcntl
import io
import os
import secrets
import string
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from tools.errors import ToolError
from tools.private_file import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dotenv.parser import Binding

__all__ = [
    "LocalSecrets",
    "ensure_generated",
    "ensure_local_secrets",
    "random_secret",
    "read_local_secrets",
    "record_keycloak_url",
    "renew_local_secret",
]

_MODE = 0o600
_LENGTH = 24
# None of these needs quoting in a shell or in a dotenv file.
_SPECIAL = "-_."


@dataclass(frozen=True)
class LocalSecrets:
    """What `.env` holds, with references resolved. Its repr shows names only.

    Args:
        path: The file.
        values: Environment variables and their values.
    """

    path: Path
    values: Mapping[str, str] = field(repr=False)

    @property
    def keycloak_url(self) -> str:
        """Keycloak's URL."""
        return self.values["KEYCLOAK_URL"]

    @property
    def keycloak_user(self) -> str:
        """Name of the administrator."""
        return self.values["KEYCLOAK_USER"]

    @property
    def keycloak_password(self) -> str:
        """The administrator's password."""
        return self.values["KEYCLOAK_PASSWORD"]

    @property
    def keycloak_client_id(self) -> str:
        """The client that administrators log in by."""
        return self.values["KEYCLOAK_CLIENT_ID"]


def ensure_local_secrets(path: Path, *, keycloak_url: str, secret_variables: Sequence[str]) -> LocalSecrets:
    """Create `.env`, or append what it lacks; what stands in it is kept.

    Args:
        path: The file. Its mode becomes 0600.
        keycloak_url: Written where no KEYCLOAK_URL is recorded.
        secret_variables: Terraform variables that get a random value, without the prefix `TF_VAR_`.

    Raises:
        ToolError: The file cannot be read or written, a line is no assignment, or a value is empty (exit 2).
    """
    administrator = {
        "KEYCLOAK_URL": keycloak_url,
        "KEYCLOAK_USER": "admin",
        "KEYCLOAK_PASSWORD": random_secret(),
        "KEYCLOAK_CLIENT_ID": "admin-cli",
        "TF_VAR_keycloak_url": "${KEYCLOAK_URL}",
    }
    return _ensure(path, {**administrator, **_generated(secret_variables)})


def ensure_generated(path: Path, secret_variables: Sequence[str]) -> LocalSecrets:
    """Generate what `.env` lacks of some secrets, and nothing else; without any, no file is made.

    Args:
        path: The file. Its mode becomes 0600.
        secret_variables: As for `ensure_local_secrets`.

    Raises:
        ToolError: As for `ensure_local_secrets`.
    """
    return _ensure(path, _generated(secret_variables)) if secret_variables else read_local_secrets(path)


def _generated(secret_variables: Sequence[str]) -> dict[str, str]:
    return {f"TF_VAR_{name}": random_secret() for name in secret_variables}


def _ensure(path: Path, wanted: Mapping[str, str]) -> LocalSecrets:
    with _locked(path):
        text = _read(path)
        present = _parse(path, text)
        missing = [f"{name}={value}\n" for name, value in wanted.items() if name not in present]
        if missing:
            separator = "\n" if text and not text.endswith("\n") else ""
            write_private(path, text + separator + "".join(missing))
        elif path.stat().st_mode & 0o777 != _MODE:
            path.chmod(_MODE)
    return read_local_secrets(path)


def read_local_secrets(path: Path) -> LocalSecrets:
    """Read `.env`; a missing file reads as an empty one.

    Raises:
        ToolError: The file cannot be read, a line is no assignment, or a value is empty (exit 2).
    """
    text = _read(path)
    _parse(path, text)
    values = dotenv_values(stream=io.StringIO(text))
    return LocalSecrets(path, MappingProxyType({name: value for name, value in values.items() if value is not None}))


def record_keycloak_url(path: Path, url: str) -> None:
    """Replace the recorded KEYCLOAK_URL, and nothing else; without a file or a record nothing is done.

    Raises:
        ToolError: As `ensure_local_secrets` (exit 2).
    """
    _replace(path, "KEYCLOAK_URL", url)


def renew_local_secret(path: Path, name: str) -> None:
    """Give a recorded secret another random value; without a record nothing is done, since deploying makes one.

    Args:
        path: The file.
        name: Name of the environment variable.

    Raises:
        ToolError: As `ensure_local_secrets` (exit 2).
    """
    _replace(path, name, random_secret())


def _replace(path: Path, name: str, value: str) -> None:
    with _locked(path):
        text = _read(path)
        _parse(path, text)
        lines = [
            f"{_blank_before(binding)}{name}={value}\n" if binding.key == name else binding.original.string
            for binding in parse_stream(io.StringIO(text))
        ]
        if "".join(lines) != text:
            write_private(path, "".join(lines))


def random_secret() -> str:
    """Return 24 random characters that satisfy password policies: letters of both cases, digits, a special one."""
    classes = (string.ascii_lowercase, string.ascii_uppercase, string.digits, _SPECIAL)
    while True:
        # A letter comes first: a command would take a leading dash for an option.
        text = secrets.choice(string.ascii_letters)
        text += "".join(secrets.choice("".join(classes)) for _ in range(_LENGTH - 1))
        if all(set(text) & set(members) for members in classes):
            return text


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other writers away, by a lock on the folder: the file itself is replaced."""
    try:
        folder = os.open(path.resolve().parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
    except OSError as error:
        raise ToolError(f"cannot write {path}: {error.strerror}", exit_code=2) from error


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ToolError(f"cannot read {path}: {error.strerror}", exit_code=2) from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ToolError(f"{path}, line {line}: not UTF-8 text; correct or remove the line", exit_code=2) from error


def _parse(path: Path, text: str) -> frozenset[str]:
    """Return the names that are set."""
    names = set()
    for binding in parse_stream(io.StringIO(text)):
        line = binding.original.line + _blank_before(binding).count("\n")
        if binding.error or (binding.key is not None and binding.value is None):
            raise ToolError(f"{path}, line {line}: not an assignment; write NAME=value or remove it", exit_code=2)
        if binding.key is not None:
            if not binding.value:
                raise ToolError(
                    f"{path}, line {line}: {binding.key} is empty; give it a value or remove the line", exit_code=2
                )
            names.add(binding.key)
    return frozenset(names)


def _blank_before(binding: Binding) -> str:
    """Return the blank lines before an assignment: to the parser they are part of it."""
    text = binding.original.string
    return text[: len(text) - len(text.lstrip())]
