"""A value of an override, as a finding shows it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.secrets.names import names_secret, variable_names_secret

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.emitted import Block

__all__ = ["shown_address", "shown_value"]

_WITH_OWN_NAMES = frozenset({"locals", "output", "variable"})
# What the CDK puts behind the names of nested constructs; it says nothing, and looks like a key.
_HASH = re.compile(r"(?<=\w)_[0-9A-F]{8}\b")
_SHOWN = 80
_HIDDEN = "…"


def shown_value(block: Block, path: tuple[str, ...], value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a value in short, nothing of what may be a secret.

    Args:
        block: The block that it is in.
        path: Keys that lead to it.
        value: The value.
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool | int | float):
        text = json.dumps(value)
    elif isinstance(value, str):
        text = f"'{_cut(value)}'"
    elif isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        text = _cut(f"[{', '.join(map(str, value))}]")
    else:
        return f"a {'list' if isinstance(value, list) else 'block'} of {len(value)}"
    return _HIDDEN if _may_be_secret(block, path) and not isinstance(value, bool) else text


def shown_address(address: str) -> str:
    """Return the address of a resource without what the CDK puts behind its name."""
    return _HASH.sub("", address)


def _may_be_secret(block: Block, path: tuple[str, ...]) -> bool:
    # What has names of its own is called a secret in more ways than an argument of the provider is.
    own = (*block[1:], *path) if block[0] in _WITH_OWN_NAMES else ()
    return any(map(variable_names_secret, own)) or any(names_secret((each,)) for each in path)


def _cut(text: str) -> str:
    plain = shown_address(text) if "${" in text else text
    shown = one_line(plain)  # before it is cut: half a secret is not known for one
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
