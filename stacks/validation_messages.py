"""Say in one line what a value should have been."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

__all__ = ["validation_message"]

# Where somebody may have put a secret in place of what belongs there.
_MAY_BE_SECRET = re.compile(r"auth|bind|credential|key|jwks|certificate|password|secret|token", re.IGNORECASE)

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
        models = _models_at(root, error["loc"][:-1])
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
    elif advice == _MAPPING and error["input"] is None:
        advice += ", or {} for the defaults"
    elif advice == _MAPPING and isinstance(error["input"], list):
        advice += ", 'name:' on each line, in place of the list"
    hidden = isinstance(error["input"], dict | list) or _MAY_BE_SECRET.search(key.rpartition(".")[2])
    got = "" if hidden else _got(error["input"])
    return f"{key}: {advice}{got}"


def _got(value: object) -> str:
    return ", got nothing" if value is None else f", got '{value}'"


def _discriminator(error: ErrorDetails) -> str:
    return str(error["ctx"]["discriminator"]).strip("'")


def _allowed(models: Sequence[type[BaseModel]]) -> str:
    """Name the keys of a mapping; nothing where it may be of several kinds, since each has its own."""
    if len(models) != 1:
        return ""
    names = _fields_of(models)
    return f" (allowed: {', '.join(names[:_MOST_NAMES])}{', …' if len(names) > _MOST_NAMES else ''})"


def _models_at(root: type[BaseModel], path: tuple[str | int, ...]) -> list[type[BaseModel]]:
    models: list[type[BaseModel]] = [root]
    of_names = False
    for part in map(str, path):
        if of_names:  # a name that somebody chose, even where a key is called the same
            of_names = False
            continue
        fields = [model.model_fields[part].annotation for model in models if part in model.model_fields]
        tagged = [model for model in models if any(part in get_args(f.annotation) for f in model.model_fields.values())]
        below = [model for annotation in fields for model in _models_in(annotation)]
        of_names = any(get_origin(annotation) is dict for annotation in fields)
        models = below or (tagged if len(tagged) == 1 else models)
    return models


def _fields_of(models: Sequence[type[BaseModel]]) -> list[str]:
    return [field.serialization_alias or name for model in models for name, field in model.model_fields.items()]


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]
