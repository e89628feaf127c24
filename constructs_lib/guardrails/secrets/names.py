"""Secrets by their names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["is_write_only", "names_secret", "secret_arguments", "variable_names_secret"]

_KIND = (
    "(?:secret|secret_key|password|passwd|passphrase|passcode|pin|pin_code|credentials?|private_key|signing_key"
    "|api_key|token)"
)
_ARGUMENT = re.compile(rf"(?:^|_){_KIND}(?:_pem)?(?:_wo)?$")
# Short for a secret, or a key to something, where the name says of what and ends in it: PWD alone is a folder.
_AT_END = (
    "(?:pass|pwd|pw|apikey|bearer|jwt|dsn|conn_str|connection_string|seed|recovery_codes?"
    "|(?:access|account|auth|encryption|hmac|license|master|shared|webhook)_key)"
)
_VARIABLE = re.compile(rf"(?:^|_){_KIND}s?(?:_|$)|_{_AT_END}$")
# The last word says that it is about a secret, not one.
_ABOUT = re.compile(
    r"_(?:policy|version|rotation|lifespan|length|size|name|names|url|uri|path|file|id|type|storage|endpoint|enabled|required)$"
)
# A number counts tokens, and is none.
_NO_NUMBER = re.compile(r"(?:^|_)tokens?(?:_|$)")
# Words by which a number measures something of a secret, and a flag says something of one.
_MEASURES = (
    "age|attempts|bits|bytes|chars|count|days|delay|digits|expiration|expiry|history|hours|interval|iterations|limit"
    "|max|min|minutes|months|number|period|retention|retries|rotations|seconds|timeout|ttl|validity|weeks|years"
)
_QUESTIONS = (
    "allow|allowed|can|change|changed|check|create|disable|disabled|enable|enforce|expire|expired|forgot|forgotten"
    "|generate|generated|has|ignore|is|keep|manage|mask|must|needs|no|optional|print|read|require|requires|reset|rotate"
    "|send|set|should|show|store|sync|temporary|uses|use|verify|with|without|write"
)
_OF_TYPE = {
    "number": re.compile(rf"(?:^|_)(?:{_MEASURES})(?:_|$)"),
    "bool": re.compile(rf"(?:^|_)(?:{_QUESTIONS})(?:_|$)"),
}
_PUBLIC = frozenset({"discoverable_credential"})  # of the realm's WebAuthn policies: yes or no
# Of `conditional-credential`, a step of a login: kinds of credentials, none of which is one.
_KINDS_OF = ("keycloak_authentication_execution_config", ("config", "credentials"))
_KINDS = frozenset({"otp", "webauthn"})
_WRAPPERS = frozenset({"value", "default", "result"})


def names_secret(path: Sequence[str]) -> bool:
    """Tell whether an argument is a secret by its name: `client_secret`, `bindCredential`, `initial_password.value`.

    Args:
        path: Keys that lead to it.
    """
    name = next((key for key in reversed(path) if key not in _WRAPPERS), "")
    return _key_names_secret(name)


def variable_names_secret(name: str, kind: object = None) -> bool:
    """Tell whether an input variable is a secret by its name: `smtp_password`, `client_secret_of_ui`, `door_pin`.

    Args:
        name: The variable, or a local value.
        kind: Its type, where one is declared: a number that measures a secret, or a flag about one, is none.
    """
    words = _words(name)
    if _VARIABLE.search(words) is None or _ABOUT.search(words) is not None:
        return False
    about = _OF_TYPE.get(str(kind))
    return about is None or (about.search(words) is None and _NO_NUMBER.search(words) is None)


def is_write_only(path: Sequence[str]) -> bool:
    """Tell whether an argument is a write-only one, which neither state nor plan keeps."""
    return path[-1].endswith("_wo")


def secret_arguments(resource: Resource) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Yield the arguments that are secrets and hold something, with the keys that lead to them."""
    for path, value in leaves(dict(resource.arguments)):
        if names_secret(path) and _is_given(value) and not _is_kind(resource, path, value):
            resource.note(".".join(path), value)
            yield path, value


def _is_kind(resource: Resource, path: tuple[str, ...], value: Value) -> bool:
    return (resource.type, path) == _KINDS_OF and isinstance(value, str) and value in _KINDS


@lru_cache(maxsize=4096)
def _key_names_secret(key: str) -> bool:
    words = _words(key)
    return words not in _PUBLIC and _ARGUMENT.search(words) is not None


def _is_given(value: Value) -> bool:
    """Tell whether a value may be a secret: a flag and an empty text are none."""
    if isinstance(value, str):
        return value not in {"", "true", "false"}
    return isinstance(value, Symbol | int | float) and not isinstance(value, bool)


def _words(name: str) -> str:
    """Write a name in lower case with underscores: `bindCredential` and `bind.credential` are `bind_credential`."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
