"""Check Kubernetes resources as the API server would, offline: the CRDs' schemas, their CEL rules, no unknown field.

`crds/` holds what the projects publish under the Apache licence 2.0; each file says where it is from.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import celpy
from celpy import celtypes
from celpy.adapter import json_to_cel
from jsonschema import Draft7Validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["kubernetes_faults"]

_CRDS = Path(__file__).with_name("crds")
_RULES = "x-kubernetes-validations"
_FUNCTIONS: Mapping[str, Any] = {
    # Kubernetes adds them to CEL's own.
    "url": lambda text: text,
    "getScheme": lambda text: celtypes.StringType(urlsplit(str(text)).scheme),
}


def kubernetes_faults(resource: Mapping[str, Any]) -> list[str]:
    """Return what the API server would say against a resource; nothing if it is valid."""
    crd = _definition(resource["kind"])
    if crd["apiVersion"] != resource["apiVersion"]:
        return [f"apiVersion is {crd['apiVersion']}"]
    errors = Draft7Validator(crd["schema"]).iter_errors(resource)
    return sorted(f"{error.json_path}: {error.message}" for error in errors) + list(
        _broken_rules(crd["schema"], resource, "$")
    )


@cache
def _definition(kind: str) -> dict[str, Any]:
    crd: dict[str, Any] = json.loads((_CRDS / f"{kind}.json").read_text(encoding="utf-8"))
    every_resource = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}
    crd["schema"]["properties"] |= every_resource
    return {**crd, "schema": _closed(crd["schema"])}


@cache
def _program(rule: str) -> celpy.Runner:
    environment = celpy.Environment()
    return environment.program(environment.compile(rule), functions=dict(_FUNCTIONS))


def _closed(schema: Any) -> Any:  # noqa: ANN401 - a JSON schema
    """Refuse fields that a schema does not name, as a strict `kubectl apply` does; a resource's metadata are open."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if "properties" in closed and closed.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


def _broken_rules(schema: Mapping[str, Any], value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    for rule in schema.get(_RULES, ()):
        if not _program(rule["rule"]).evaluate({"self": json_to_cel(value)}):
            yield f"{path}: {rule.get('message') or rule['rule']}"
    if isinstance(value, dict):
        for key, inner in value.items():
            below = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
            if isinstance(below, dict):
                yield from _broken_rules(below, inner, f"{path}.{key}")
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, inner in enumerate(value):
            yield from _broken_rules(schema["items"], inner, f"{path}[{index}]")
