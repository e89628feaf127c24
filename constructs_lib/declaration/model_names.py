"""What a model's name becomes in Keycloak and Terraform: one rule, for roles, scopes and keys.

A model is called what its server calls it: `meta-llama/Llama-3.1-8B`. Letters, digits and `.`, `_`, `-`, `:` and `@`
stay; every other character is written as `~` and the two hexadecimal digits of its code, as percent-encoding does it
with `%` (RFC 3986 section 2.1): `meta-llama~2FLlama-3.1-8B`. No name has a `~`, so that no two names become one. The
reasons: a proxy in front of Keycloak may take a role's name with a slash for two parts of a path, a space separates
scopes (RFC 6749 section 3.3), and a `+` in a form is a space.
"""

from __future__ import annotations

import re

__all__ = ["as_declared", "encoded", "model_and_action"]

_ESCAPED = re.compile(r"[^A-Za-z0-9._:@-]")
_ESCAPE = re.compile(r"~([0-9A-F]{2})")
_EXPRESSION = "${"


def encoded(model: str) -> str:
    """Return what stands for a model in roles, scopes and keys: `org~2Fmodel` for `org/model`.

    Args:
        model: Its name, as it is declared; an expression stays as it is.
    """
    if _EXPRESSION in model:
        return model
    return _ESCAPED.sub(lambda found: "".join(f"~{byte:02X}" for byte in found[0].encode()), model)


def as_declared(text: str) -> str:
    """Return the model that stands for itself as a text, in the reverse of `encoded`.

    Args:
        text: The part of a role, a scope or a key that says the model. One that `encoded` never writes, in a realm of
            others, is returned as it is.
    """
    found = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return found if encoded(found) == text else text


def model_and_action(name: str) -> tuple[str, str] | None:
    """Return the model and the action that the name of a role, or a key, says: no action's name has a colon.

    Args:
        name: Such as `org~2Fmodel:predict`; None is returned for one that says neither.
    """
    model, separator, action = name.rpartition(":")
    return (as_declared(model), action) if separator else None
