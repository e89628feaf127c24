"""Write `docs/reference/environment-files.md` from the declarations' types and texts: `python -m tools.reference`."""

from __future__ import annotations

import json
import re
import types
from typing import TYPE_CHECKING, Annotated, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import Tag
from pydantic_core import PydanticUndefined

from constructs_lib.declaration.props import Props, gateway_values, people_values, url_values, values
from constructs_lib.declaration.props.field_texts import field_texts
from constructs_lib.declaration.props.text_rules import TextPattern, text_rules
from stacks.environment import Environment
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

__all__ = ["PAGE", "main", "render"]

PAGE = ROOT / "docs" / "reference" / "environment-files.md"
"""The page."""

_HEAD = """\
# Environment files

Every key of `environments/<name>.yaml`. Written by `make docs` from the types in `stacks/` and
`constructs_lib/declaration/props/`: edit those, not this page. An unknown key is an error; a mapping of a file overlays
the same mapping of the file that it `extends`, anything else replaces it. What a team declares is in its own
file, `environments/<name>/teams/<team>.yaml`. A mapping that appears in several places is described at the first.
"""
_VALUES = (gateway_values, people_values, url_values, values)
_VALUES_HEAD = """\
## Values

A text matches its pattern as a whole. The JSON Schemas beside the environment files have the same patterns, so that an
editor marks what does not match; "and more" is what no pattern can say, and is checked when the file is read. So are
`jwks` and certificates, which are checked for what they hold.
"""
_SIMPLE = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}


def render() -> str:
    """Return the page's text."""
    lines = [_HEAD]
    for path, model in _sections("", Environment, set()):
        title = f"`{path}`" if path else "Top level"
        lines += [f"## {title}", "", _one_line(model.__doc__ or ""), "", "| key | type | default | description |"]
        lines += ["| --- | --- | --- | --- |", *_rows(model), ""]
    lines += [_VALUES_HEAD, "| value | rule | pattern | example |", "| --- | --- | --- | --- |"]
    lines += [_value(name, kind) for name, kind in _kinds().items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


def _sections(path: str, model: type[Props], seen: set[type[Props]]) -> Iterator[tuple[str, type[Props]]]:
    """Yield each declaration once, with the path where it first stands."""
    seen.add(model)
    yield path, model
    for key, annotation, _ in _fields(model):
        for suffix, below in _models(annotation):
            if below not in seen:
                yield from _sections(f"{path}.{key}".lstrip(".") + suffix + _tag(below), below, seen)


def _tag(model: type[Props]) -> str:
    """Return what tells one kind of a union from the others, such as ` (type: pg)`."""
    for key, annotation, _ in _fields(model):
        if get_origin(annotation) is Literal and len(get_args(annotation)) == 1:
            return f" ({key}: {get_args(annotation)[0]})"
    return ""


def _models(annotation: object) -> Iterator[tuple[str, type[Props]]]:
    """Find the declarations below a type, with what their path gets: `.<name>` in a mapping, `[]` in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Props):
        yield "", annotation
        return
    origin = get_origin(annotation)
    suffix = ".<name>" if origin is dict else "[]" if origin in (tuple, list) else ""
    for argument in get_args(annotation):
        for below, model in _models(argument):
            yield suffix + below, model


def _fields(model: type[Props]) -> Iterator[tuple[str, object, FieldInfo]]:
    hints = get_type_hints(model, include_extras=True)
    for key, info in model.model_fields.items():
        yield info.serialization_alias or key, hints[key], info


def _rows(model: type[Props]) -> Iterator[str]:
    texts = field_texts(model)
    for name, (key, annotation, info) in zip(model.model_fields, _fields(model), strict=True):
        text = _cell(_one_line(texts.get(name, "")))
        yield f"| `{key}` | {_cell(_type(annotation))} | {_default(info)} | {text} |"


def _type(annotation: object) -> str:
    for name, kind in _kinds().items():
        if kind == _untagged(annotation):
            return f"[{_words(name)}](#values)"
    if get_origin(annotation) is not None:
        return _composed(get_origin(annotation), get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Props):
        return "mapping"
    name = getattr(annotation, "__name__", str(annotation))
    return _SIMPLE.get(name, name)


def _untagged(annotation: object) -> object:
    """Leave out what tells the kinds of a union apart."""
    if get_origin(annotation) is not Annotated:
        return annotation
    kind, *metadata = get_args(annotation)
    kept = tuple(item for item in metadata if not isinstance(item, Tag))
    return Annotated[(kind, *kept)] if kept else kind


def _composed(origin: object, arguments: tuple[object, ...]) -> str:
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        shown = " or ".join(_type(argument) for argument in arguments if argument is not types.NoneType)
        return " or ".join(dict.fromkeys(shown.split(" or ")))
    if origin is dict:
        return f"mapping from {_type(arguments[0])} to {_type(arguments[1])}"
    return f"list of {_type(arguments[0])}" if origin in (tuple, list) else _type(arguments[0])


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    if info.default is PydanticUndefined:  # built anew each time: what stands below, or empty
        empty = info.get_default(call_default_factory=True, validated_data={})
        return "its own defaults" if isinstance(empty, Props) else "empty"
    if info.default is None:
        return "none"
    return f"`{info.default if isinstance(info.default, str) else json.dumps(info.default)}`"


def _kinds() -> dict[str, object]:
    """Return the named values, each with rules of its own."""
    public = {name: getattr(module, name) for module in _VALUES for name in module.__all__}
    return {name: kind for name, kind in sorted(public.items()) if text_rules(kind)}


def _value(name: str, kind: object) -> str:
    rules = text_rules(kind)
    patterns = [rule for rule in rules if isinstance(rule, TextPattern)]
    cells = (
        _words(name),
        "; ".join(dict.fromkeys(rule.rule for rule in rules)),
        " and ".join(f"`{rule.pattern}`" for rule in patterns) + ("" if len(patterns) == len(rules) else ", and more"),
        ", ".join(f"`{example}`" for rule in patterns for example in rule.examples),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _words(name: str) -> str:
    """Spell a class name as words: `HttpUrl` gives `http url`."""
    return re.sub(r"(?<=.)(?=[A-Z])", " ", name).lower()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
