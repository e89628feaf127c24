"""Trim a provider's schema to what the tests need: names, types and flags, without a text.

    terraform providers schema -json | python -m tests.support.declarations.trimmed_schema > keycloak-<version>.json

Run it with no `KEYCLOAK_*` variable set: by those the provider calls its own arguments optional.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["trimmed_schema"]

_KINDS = ("provider", "resource_schemas", "data_source_schemas")
_TEXTS = ("description", "description_kind")


def trimmed_schema(text: str) -> str:
    """Return the schema of the one provider in an output of `terraform providers schema -json`.

    Args:
        text: That output, or one that was trimmed already, which stays as it is.

    Returns:
        JSON of the same form, sorted, one resource a line: it serves wherever the full one does.
    """
    content = json.loads(text)
    # Where a stack has a resource of Terraform's own, that is listed as a provider too.
    ((source, provider),) = [
        each for each in content["provider_schemas"].items() if each[0].endswith("/keycloak/keycloak")
    ]
    lines = [f'{{"format_version":{json.dumps(content["format_version"])},"provider_schemas":{{{json.dumps(source)}:{{']
    for kind in _KINDS:
        schemas = {"": provider[kind]} if kind == "provider" else provider[kind]
        found = [f"{json.dumps(name)}:" * bool(name) + _line(schema) for name, schema in sorted(schemas.items())]
        opening, closing = ("", "") if kind == "provider" else ("{", "}")
        last = "" if kind == _KINDS[-1] else ","
        lines += [f'"{kind}":{opening}', ",\n".join(found), f"{closing}{last}"]
    return "\n".join([*lines, "}}}"]) + "\n"


def _line(schema: Mapping[str, Any]) -> str:
    return json.dumps(dict(_without_texts(schema)), separators=(",", ":"), sort_keys=True)


def _without_texts(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key in ("attributes", "block_types"):  # their keys are names: an argument may be called `description`
            yield key, {name: dict(_without_texts(inner)) for name, inner in value.items()}
        elif key not in _TEXTS:
            yield key, dict(_without_texts(value)) if isinstance(value, dict) else value


if __name__ == "__main__":
    sys.stdout.write(trimmed_schema(sys.stdin.read()))
