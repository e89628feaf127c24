"""Say in one line what a value should have been."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from stacks.removed_keys import removed_key
from stacks.value_kinds import discriminator, fault_of, kind_at, models_in, needed_keys

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

_MAPPING, _NUMBER, _DAY = "write a mapping of keys", "write a whole number", "write a day, such as 2027-03-31"
_UNQUOTED = frozenset({"bool_type", "int_type", "int_parsing"})
_ADVICE = {
    "bool_type": "write true or false",
    "string_type": "write text, in quotes where YAML sees something else",
    "int_from_float": _NUMBER,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": "write a list, '- item' on each line",
    "list_type": "write a list, '- item' on each line",
    "too_short": "write at least one item",
    "string_too_short": "write some text",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
}


def validation_message(error: ErrorDetails, root: type[BaseModel], shown: Sequence[str | int]) -> str:
    """Turn a pydantic error into subject, fault and remedy.

    Args:
        error: One error of a `pydantic.ValidationError`.
        root: The type that was validated.
        shown: Where the value stands in its file: `error["loc"]` without what pydantic adds for unions and keys.
    """
    key = ".".join(str(part) or "''" for part in shown)
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key '{key}': {_instead(error, root, shown)}"
        case "missing":
            return _required(key, str(error["loc"][-1]))
        case "union_tag_not_found":
            return _required(key, discriminator(error))
        case _:
            return f"{key}: {_fault(error, root, shown)}"


def _required(key: str, name: str) -> str:
    return f"key '{f'{key}.{name}' if key else name}' is required: add it"


def _instead(error: ErrorDetails, root: type[BaseModel], shown: Sequence[str | int]) -> str:
    """Say what to do about an unknown key."""
    last = str(error["loc"][-1])
    models = models_in(kind_at(root, error["loc"][:-1]))
    nearest = difflib.get_close_matches(last, _fields_of(models), n=1)
    hint = f"did you mean '{nearest[0]}'?" if nearest else f"remove it{_allowed(models)}"
    return removed_key(last, shown, models) or hint


def _fault(error: ErrorDetails, root: type[BaseModel], shown: Sequence[str | int]) -> str:
    """Say what is wrong with a value, and what to write."""
    value = error["input"]
    match error["type"]:
        case "union_tag_invalid":
            return f"{discriminator(error)} must be one of {error['ctx']['expected_tags']}"
        case "value_error":
            return str(error["ctx"]["error"])
        case "literal_error":
            return f"{_choice(error, shown)}{_got(value)}"
        case "too_short" if isinstance(value, dict):
            return f"write at least one entry{_such_as(shown)}"
    if rule := _broken_rule(error, root):
        return rule
    advice = _advice(error)
    if shown[-3:-2] == ("groups",) and shown[-1] == "grants":
        advice = "a group is its grants: write the models here, without 'grants'"
    elif advice == _MAPPING:
        advice = _mapping_advice(error, root, shown)
    hidden = isinstance(value, dict | list) or (value is not None and _MAY_BE_SECRET.search(str(shown[-1])))
    return advice if hidden else f"{advice}{_got(value)}"


def _advice(error: ErrorDetails) -> str:
    """Say what to write by the kind of the fault alone."""
    bounds, value = error.get("ctx", {}), error["input"]
    if error["type"] == "greater_than_equal":
        return f"write {bounds['ge']} or more"
    if error["type"] == "less_than_equal":
        return f"write {bounds['le']} or less"
    if error["type"] == "too_short" and isinstance(value, str):
        return _ADVICE["string_too_short"]
    advice = _ADVICE.get(error["type"], error["msg"][:1].lower() + error["msg"][1:])
    quoted = isinstance(value, str) and (value.isdecimal() if advice == _NUMBER else value.lower() in {"true", "false"})
    return f"{advice}, without quotes" if quoted and error["type"] in _UNQUOTED else advice


def _choice(error: ErrorDetails, shown: Sequence[str | int]) -> str:
    if shown[-1:] == ("open_to",):
        return "write a list of teams, or '*' for every team"
    return f"write one of {error['ctx']['expected']}"


def _broken_rule(error: ErrorDetails, root: type[BaseModel]) -> str | None:
    """Return what would be said of a number that is written as the text that is asked for: quotes alone do not help."""
    value = error["input"]
    if error["type"] != "string_type" or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    fault = fault_of(kind_at(root, error["loc"]), str(value))
    return str(fault["ctx"]["error"]) if fault and fault["type"] == "value_error" else None


def _mapping_advice(error: ErrorDetails, root: type[BaseModel], shown: Sequence[str | int]) -> str:
    """Say how the mapping is written: whoever writes it so is not refused for lack of a key."""
    if example := _such_as(shown):
        return f"write a mapping of models{example}"
    needed = needed_keys(kind_at(root, error["loc"]))
    if shown[-2:-1] == ("consumers",):  # without one it may call no model, which is refused as well
        needed = ["grants"]
    if shown[-2:-1] == ("people",):  # in a realm that is joined they are not ours to say
        needed = ["email", "first_name", "last_name"]
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


def _allowed(models: Sequence[type[BaseModel]]) -> str:
    """Name the keys of a mapping; nothing where it may be of several kinds, since each has its own."""
    if len(models) != 1:
        return ""
    names = _fields_of(models)
    return f" (allowed: {', '.join(names[:_MOST_NAMES])}{', …' if len(names) > _MOST_NAMES else ''})"


def _fields_of(models: Sequence[type[BaseModel]]) -> list[str]:
    return [field.serialization_alias or name for model in models for name, field in model.model_fields.items()]
