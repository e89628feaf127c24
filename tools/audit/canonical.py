"""Values of facts, written so that the same is the same text, and secrets are in none of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ANY_VALUE", "apart", "as_text", "configured", "is_secret", "joined", "setting_text", "unless_default"]

ANY_VALUE = "\x00any"
"""What a resource makes, of which nobody can tell the value: whatever it is, it is as declared."""

_SECRETS = ("secret", "password", "credential", "privatekey")


_DEFAULTS = {"config.syncMode": "LEGACY", "smtpServer.authType": "basic", "attribute.force.default": "true"}


def is_secret(name: str) -> bool:
    """Tell whether a setting of this name may hold a secret: it is not compared, and never shown."""
    return name.lower().replace("_", "").replace(".", "").endswith(_SECRETS)


def unless_default(name: str, text: str) -> str:
    """Return a setting's text, and nothing for what Keycloak does anyway: newer providers write that out."""
    return "" if _DEFAULTS.get(name) == text else text


def setting_text(value: object) -> str:
    """Return a value as `as_text` does, and nothing for what is off: off, and not set, are the same."""
    text = as_text(value)
    return "" if text == "false" else text


def as_text(value: object) -> str:
    """Return a value as Keycloak's settings have it: `true`, `300`, lists sorted, and nothing for what is not set."""
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return json.dumps(sorted(map(as_text, value)), ensure_ascii=False)
        case str() if value.startswith("["):  # lists within texts, as the provider writes them
            return _list_text(value)
        case dict():
            return json.dumps({str(key): as_text(item) for key, item in sorted(value.items())}, ensure_ascii=False)
        case _:
            return str(value)


def _list_text(text: str) -> str:
    try:
        return as_text(json.loads(text))
    except ValueError:
        return text


def configured(kind: str, config: Mapping[str, object]) -> str:
    """Return a kind with its settings, a line each, those left out that are off or not set.

    Args:
        kind: Such as `oidc-audience-mapper`.
        config: Its settings by name.
    """
    texts = {
        name: unless_default(name, as_text(value)) for name, value in sorted(config.items()) if not is_secret(name)
    }
    return "\n".join((kind, *(f"{name}={text}" for name, text in texts.items() if text not in ("", "false"))))


def apart(one: str, other: str) -> tuple[str, str]:
    """Return what only one of two values says, and what only the other says: `groups.path=/a`, `groups.path=/b`."""
    lines, others = one.splitlines(), other.splitlines()
    return ", ".join(line for line in lines if line not in others), ", ".join(
        line for line in others if line not in lines
    )


def joined(values: Iterable[str]) -> str:
    """Return values of things that have the same name, such as steps of one kind in a flow: in no order."""
    listed = sorted(values)
    return ANY_VALUE if ANY_VALUE in listed else "; ".join(listed)
