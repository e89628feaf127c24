"""Terraform's functions that are understood before an apply."""

from __future__ import annotations

import base64
import json
import math
import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from constructs_lib.guardrails.terraform.conversions import EvaluationError, as_boolean, as_number, as_text, equal
from constructs_lib.guardrails.terraform.symbol import OpenList, Symbol, Value, alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ELEMENTWISE", "FUNCTIONS", "formatted"]

# From here on, several characters may count as one letter.
_FIRST_COMBINING = "\u0300"
_VERB = re.compile(r"%(?:%|(-?)(\d*)(?:\.(\d+))?([svdtq]))")


def formatted(template: str, values: list[Value], write: Callable[[Value], str] = as_text) -> str:
    """Do what `format` does.

    Args:
        template: The text with `%s` and the like.
        values: What is put in.
        write: How a value becomes a text.

    Raises:
        EvaluationError: A value is missing, one is left, or a verb is not understood here.
    """
    rest = list(values)

    def put(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        if not rest or match[3] is not None:
            raise EvaluationError("format")
        text = write(rest.pop(0))
        text = json.dumps(text, ensure_ascii=False) if match[4] == "q" else text
        width = int(match[2] or 0)
        if match[2].startswith("0") or width > 1000:  # noqa: PLR2004 - nobody pads as far
            raise EvaluationError("format")
        return text.ljust(width) if match[1] else text.rjust(width)

    text = _VERB.sub(put, template)
    if rest or "%" in _VERB.sub("", template):
        raise EvaluationError("format")
    return text


def _items(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise EvaluationError("no list")
    return value


def _entries(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise EvaluationError("no map")
    return value


def _lookup(table: Value, key: Value, *default: Value) -> Value:
    entries = _entries(table)
    if as_text(key) not in entries and not default:
        raise EvaluationError("no such key")
    return entries.get(as_text(key), *default)


def _element(items: Value, at: Value) -> Value:
    return _items(items)[int(as_number(at)) % len(_items(items))]


def _contains(items: Value, value: Value) -> bool:
    return any(equal(item, value) for item in _items(items))


def _coalescelist(*lists: Value) -> Value:
    return next(each for each in lists if _items(each))


def _length(value: Value) -> int:
    if isinstance(value, list | dict):
        return len(value)
    if isinstance(value, str) and all(character < _FIRST_COMBINING for character in value):
        return len(value)
    raise EvaluationError("no length")


def _set(items: Value) -> list[Value]:
    unique = _distinct(items)
    return sorted(unique, key=as_text) if all(isinstance(each, str) for each in unique) else unique


def _distinct(items: Value) -> list[Value]:
    found: list[Value] = []
    for item in _items(items):
        if not any(equal(item, each) for each in found):
            found.append(item)
    return found


def _flattened(value: Value) -> list[Value]:
    found = list(_flat(value))
    if not any(isinstance(each, Symbol) for each in found):
        return found
    # What is not known yet may be a list itself, of several elements or of none.
    return OpenList(each for item in found for each in alternatives(item))


def _flat(value: Value) -> Iterator[Value]:
    for item in _items(value):
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _replace(text: Value, old: Value, new: Value) -> str:
    pattern = as_text(old)
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        raise EvaluationError("a regular expression of another engine")
    return as_text(text).replace(pattern, as_text(new))


def _substr(text: Value, start: Value, length: Value) -> str:
    whole, first, count = as_text(text), int(as_number(start)), int(as_number(length))
    first = max(len(whole) + first, 0) if first < 0 else first
    return whole[first:] if count < 0 else whole[first : first + count]


def _json(value: Value) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _no_number(name: str) -> Value:
    raise EvaluationError(f"no number of JSON: {name}")


def _range(*numbers: Value) -> list[Value]:
    found = range(*(int(as_number(number)) for number in numbers))
    if len(found) > 1024:  # noqa: PLR2004 - the limit of Terraform's own
        raise EvaluationError("too many")
    return list(found)


def _trim(text: Value, characters: Value) -> str:
    return as_text(text).strip(as_text(characters))


def _one(items: Value) -> Value:
    if len(_items(items)) > 1:
        raise EvaluationError("more than one")
    return _items(items)[0] if items else None


def _join(separator: Value, *lists: Value) -> str:
    return as_text(separator).join(as_text(item) for each in lists for item in _items(each))


ELEMENTWISE: dict[str, Callable[..., Value]] = {
    "concat": lambda *lists: [item for each in lists for item in _items(each)],
    "element": _element,
    "flatten": _flattened,
    "keys": lambda table: list[Value](sorted(_entries(table))),
    "length": _length,
    "lookup": _lookup,
    "merge": lambda *maps: {key: item for each in maps if each is not None for key, item in _entries(each).items()},
    "one": _one,
    "reverse": lambda items: _items(items)[::-1],
    "slice": lambda items, start, end: _items(items)[int(as_number(start)) : int(as_number(end))],
    "values": lambda table: [_entries(table)[key] for key in sorted(_entries(table))],
    "zipmap": lambda keys, items: dict(zip(map(as_text, _items(keys)), _items(items), strict=True)),
}
"""Functions that move elements about without looking at them: they need not be known."""

FUNCTIONS: dict[str, Callable[..., Value]] = {
    **ELEMENTWISE,
    "abs": lambda number: abs(as_number(number)),
    "alltrue": lambda items: all(map(as_boolean, _items(items))),
    "anytrue": lambda items: any(map(as_boolean, _items(items))),
    "base64decode": lambda text: base64.b64decode(as_text(text), validate=True).decode(),
    "base64encode": lambda text: base64.b64encode(as_text(text).encode()).decode(),
    "ceil": lambda number: math.ceil(as_number(number)),
    "chomp": lambda text: as_text(text).rstrip("\r\n"),
    "coalescelist": _coalescelist,
    "compact": lambda items: [item for item in _items(items) if item not in (None, "")],
    "contains": _contains,
    "distinct": _distinct,
    "endswith": lambda text, end: as_text(text).endswith(as_text(end)),
    "floor": lambda number: math.floor(as_number(number)),
    "format": lambda template, *values: formatted(as_text(template), list(values)),
    "formatlist": lambda template, items: [formatted(as_text(template), [item]) for item in _items(items)],
    "join": _join,
    "jsondecode": lambda text: json.loads(as_text(text), parse_constant=_no_number),
    "jsonencode": _json,
    "lower": lambda text: as_text(text).lower(),
    "max": lambda *numbers: max(map(as_number, numbers)),
    "min": lambda *numbers: min(map(as_number, numbers)),
    "nonsensitive": lambda value: value,
    "range": _range,
    "replace": _replace,
    "sensitive": lambda value: value,
    "sort": lambda items: list[Value](sorted(map(as_text, _items(items)))),
    "split": lambda separator, text: list[Value](as_text(text).split(as_text(separator))),
    "startswith": lambda text, start: as_text(text).startswith(as_text(start)),
    "strcontains": lambda text, part: as_text(part) in as_text(text),
    "strrev": lambda text: as_text(text)[::-1],
    "substr": _substr,
    "tobool": lambda value: None if value is None else as_boolean(value),
    "tolist": _items,
    "tomap": _entries,
    "tonumber": lambda value: None if value is None else as_number(value),
    "toset": _set,
    "tostring": lambda value: None if value is None else as_text(value),
    "trim": _trim,
    "trimprefix": lambda text, start: as_text(text).removeprefix(as_text(start)),
    "trimspace": lambda text: as_text(text).strip(" \t\n\v\f\r"),
    "trimsuffix": lambda text, end: as_text(text).removesuffix(as_text(end)),
    "upper": lambda text: as_text(text).upper(),
    "urlencode": lambda text: quote_plus(as_text(text)),
}
"""What a function gives for known values. Files, programs, time and chance are not among them, on purpose."""
