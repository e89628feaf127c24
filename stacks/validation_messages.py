"""Say in one line what a value should have been."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from stacks.value_kinds import kind_at, models_in, needed_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

__all__ = ["validation_message"]

# Where somebody may have put a secret in place of what belongs there.
_MAY_BE_SECRET = re.compile(r"auth|bind|credential|key(?!cloak)|jwks|certificate|password|secret|token", re.IGNORECASE)

# Words, numbers and URLs. A password is longer, or has signs in it, or capital and small letters and digits.
_HARMLESS = re.compile(r"[A-Za-z_. *-]{0,40}|[a-z0-9_. *+-]{0,40}|[A-Z0-9_. *+-]{0,40}|https?://[\w.:/-]{1,200}")

# As many names as a line still shows.
_MOST_NAMES = 12

_MAPPING = "write a mapping of keys"
_ADVICE = {
    "bool_type": "write true or false",
    "string_type": "write text, in quotes where YAML sees something else",
    "int_from_float": "write a whole number",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": "write a list, '- item' on each line",
    "list_type": "write a list, '- item' on each line",
    "too_short": "write at least one item",
    "string_too_short": "write some text",
}

# Keys that there were once, and those that people look for.
_REMOVED = {
    "client_secret": "remove it: the secret is the variable TF_VAR_<client_id>_client_secret",
    "password": "remove it: a first password is the variable TF_VAR_<username>_initial_password",
    "secret": "remove it: the secret is the variable TF_VAR_<client_id>_client_secret",
    "dynamodb_table": "remove it: a file in the bucket locks the state (use_lockfile), which Terraform 1.11 recommends",
}


def validation_message(error: ErrorDetails, root: type[BaseModel], shown: Sequence[str | int]) -> str:
    """Turn a pydantic error into subject, fault and remedy.

    Args:
        error: One error of a `pydantic.ValidationError`.
        root: The type that was validated.
        shown: Where the value stands in its file: `error["loc"]` without what pydantic adds for unions and keys.
    """
    key = ".".join(map(str, shown))
    if error["type"] == "extra_forbidden":
        last = str(error["loc"][-1])
        models = models_in(kind_at(root, error["loc"][:-1]))
        nearest = difflib.get_close_matches(last, _fields_of(models), n=1)
        hint = f"did you mean '{nearest[0]}'?" if nearest else f"remove it{_allowed(models)}"
        return f"unknown key '{key}': {_REMOVED.get(last) or hint}"
    if error["type"] in ("missing", "union_tag_not_found"):
        name = str(error["loc"][-1]) if error["type"] == "missing" else _discriminator(error)
        return f"key '{f'{key}.{name}' if key else name}' is required: add it"
    if error["type"] == "union_tag_invalid":
        return f"{key}: {_discriminator(error)} must be one of {error['ctx']['expected_tags']}"
    if error["type"] == "value_error":
        return f"{key}: {error['ctx']['error']}"
    if error["type"] == "literal_error":
        return f"{key}: write one of {error['ctx']['expected']}{_got(error['input'])}"
    advice = _ADVICE.get(error["type"], error["msg"][:1].lower() + error["msg"][1:])
    if shown[-3:-2] == ("groups",) and shown[-1] == "grants":
        advice = "a group is its grants: write the models here, without 'grants'"
    elif advice == _MAPPING:
        advice = _mapping_advice(error, root, shown)
    elif error["type"] == "too_short" and isinstance(error["input"], dict):
        advice = f"write at least one entry{_such_as(shown)}"
    value = error["input"]
    hidden = isinstance(value, dict | list) or (value is not None and _MAY_BE_SECRET.search(key.rpartition(".")[2]))
    got = "" if hidden else _got(value)
    return f"{key}: {advice}{got}"


def _mapping_advice(error: ErrorDetails, root: type[BaseModel], shown: Sequence[str | int]) -> str:
    """Say how the mapping is written: whoever writes it so is not refused for lack of a key."""
    if example := _such_as(shown):
        return f"write a mapping of models{example}"
    needed = needed_keys(kind_at(root, error["loc"]))
    if shown[-2:-1] == ("consumers",):  # without one it may call no model, which is refused as well
        needed = ["grants"]
    if needed:
        keys = ", ".join(f"'{name}:'" for name in needed)
        return f"{_MAPPING}, {keys} at least"
    if isinstance(error["input"], list):
        return f"{_MAPPING}, 'name:' on each line, in place of the list"
    if needed is None:
        return f"{_MAPPING}, 'name:' on each line"
    return f"{_MAPPING}, or {{}} for the defaults" if error["input"] is None else _MAPPING


def _such_as(shown: Sequence[str | int]) -> str:
    """Give an example of grants, where grants are meant."""
    grants = shown[-1:] == ("grants",) or shown[-2:] == ("exchange", "models") or shown[-2:-1] == ("groups",)
    return ", such as 'fraud-detector: [predict]'" if grants and "federation" not in shown else ""


def _got(value: object) -> str:
    """Show a value that is of another type than it should be, unless it may be a secret in the wrong place."""
    if value is None:
        return ", got nothing"
    return f", got '{value}'" if _HARMLESS.fullmatch(str(value)) else ""


def _discriminator(error: ErrorDetails) -> str:
    return str(error["ctx"]["discriminator"]).strip("'")


def _allowed(models: Sequence[type[BaseModel]]) -> str:
    """Name the keys of a mapping; nothing where it may be of several kinds, since each has its own."""
    if len(models) != 1:
        return ""
    names = _fields_of(models)
    return f" (allowed: {', '.join(names[:_MOST_NAMES])}{', …' if len(names) > _MOST_NAMES else ''})"


def _fields_of(models: Sequence[type[BaseModel]]) -> list[str]:
    return [field.serialization_alias or name for model in models for name, field in model.model_fields.items()]
