"""JSON Schemas of the environment files, with which editors complete and check them (yaml-language-server)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.declaration.props import AccessProps
from stacks.environment import Environment

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

__all__ = ["schemas", "write_schemas"]

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

# The newest draft that every editor's YAML support knows.
_DRAFT = "http://json-schema.org/draft-07/schema#"

# Their keys are names of the declaration, not keywords of JSON Schema.
_NAMED = frozenset({"$defs", "properties"})

# Titles repeat the key; `discriminator` is OpenAPI's.
_DROPPED = frozenset({"title", "discriminator"})


def schemas() -> dict[str, str]:
    """Return the schemas' texts by file name."""
    return {
        # With `extends` any part may stand in the shared file: what is missing, `EnvironmentFiles` finds.
        "environment.schema.json": _schema(Environment, "Environment", partial=True),
        "team.schema.json": _schema(AccessProps, "Team", partial=False),
    }


def write_schemas(folder: Path) -> None:
    """Write the schemas.

    Args:
        folder: The environments' folder.
    """
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _schema(root: type[BaseModel], title: str, *, partial: bool) -> str:
    content = _tidy(root.model_json_schema(), partial=partial)
    return json.dumps({"$schema": _DRAFT, "title": title, **content}, indent=2, ensure_ascii=False) + "\n"


def _tidy(schema: dict[str, Json], *, partial: bool) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, value in _closed(schema).items():
        if key in _DROPPED or (key == "default" and value is None) or (partial and key == "required"):
            continue
        if key == "$ref" and len(schema) > 1:  # draft 7 ignores what stands beside a reference
            result["allOf"] = [{"$ref": value}]
        elif key == "oneOf" and (found := _by_type(value)):
            # Editors then mark what is wrong in the one that is meant, not that neither fits.
            meant, other = (_tidy_value(each, partial=partial) for each in found)
            result |= {"if": {"type": "object"}, "then": meant, "else": other}
        elif key == "oneOf":  # a partial value may fit more than one
            result["anyOf" if partial else key] = _tidy_value(value, partial=partial)
        elif key in _NAMED and isinstance(value, dict):
            result[key] = {name: _tidy_value(inner, partial=partial) for name, inner in value.items()}
        elif key == "description":
            result[key] = _paragraphs(str(value))
        else:
            result[key] = value if key in ("default", "enum", "const") else _tidy_value(value, partial=partial)
    return result


def _by_type(alternatives: Json) -> tuple[Json, Json] | None:
    """Return a mapping and what may be in its place, where there are these two; declarations alone are mappings."""
    if not isinstance(alternatives, list) or len(alternatives) != 2:  # noqa: PLR2004 - the two
        return None
    mappings = [each for each in alternatives if isinstance(each, dict) and "$ref" in each]
    others = [each for each in alternatives if each not in mappings]
    return (mappings[0], others[0]) if len(mappings) == len(others) == 1 else None


def _closed(schema: dict[str, Json]) -> dict[str, Json]:
    """Hold every key of a mapping to the pattern: below pydantic's `patternProperties` any other passes."""
    patterns, names = schema.get("patternProperties"), schema.get("propertyNames", {})
    if not isinstance(patterns, dict) or not isinstance(names, dict):
        return schema
    ((pattern, values),) = patterns.items()
    rest = {key: value for key, value in schema.items() if key != "patternProperties"}
    return {**rest, "additionalProperties": values, "propertyNames": {"pattern": pattern, **names}}


def _tidy_value(value: Json, *, partial: bool) -> Json:
    if isinstance(value, dict):
        return _tidy(value, partial=partial)
    if isinstance(value, list):
        return [_tidy_value(item, partial=partial) for item in value]
    return value


def _paragraphs(text: str) -> str:
    """Join the lines of each paragraph of a docstring."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
