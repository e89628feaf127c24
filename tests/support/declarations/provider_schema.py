"""The provider's schema, and what a synthesized stack says against it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["NEWEST_SCHEMA", "ProviderSchema", "schema_file"]

_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "bool": (bool,)}
_META = {"//", "depends_on", "lifecycle", "provider", "count", "for_each"}


def schema_file(version: str) -> Path:
    """Return the file with the schema of a provider version, as `trimmed_schema` writes it."""
    file = ROOT / "tests" / "support" / "provider_schemas" / f"keycloak-{version}.json"
    assert file.is_file(), f"{file} is missing: make it anew by tests/support/declarations/trimmed_schema.py"
    return file


NEWEST_SCHEMA = schema_file("5.9.0")
"""The newest provider that is known here, whichever is installed."""


_OF_TERRAFORM = "terraform_data"
"""Terraform's own resource, of no provider that is installed."""


@dataclass(frozen=True)
class ProviderSchema:
    """Resource schemas of one provider version, as `terraform providers schema -json` prints them."""

    resources: Mapping[str, Any]

    @classmethod
    def load(cls, source: Path | str) -> ProviderSchema:
        """Read a file, or the text of one."""
        text = source if isinstance(source, str) else source.read_text(encoding="utf-8")
        schemas = json.loads(text)["provider_schemas"]
        (keycloak,) = [schema for source, schema in schemas.items() if source.endswith("/keycloak/keycloak")]
        return cls(keycloak["resource_schemas"])

    def violations(self, stack: Mapping[str, Any]) -> list[str]:
        """Compare every resource of a synthesized stack: names, types, required arguments."""
        found: list[str] = []
        for resource_type, instances in stack.get("resource", {}).items():
            if resource_type == _OF_TERRAFORM:
                continue
            if resource_type not in self.resources:
                found.append(f"{resource_type}: no such resource")
                continue
            for name, body in instances.items():
                arguments = {key: value for key, value in body.items() if key not in _META}
                found.extend(_block(self.resources[resource_type]["block"], arguments, f"{resource_type}.{name}"))
        return found

    def exposed(self, stack: Mapping[str, Any]) -> list[str]:
        """Name the arguments that take an ephemeral value without being write-only: Terraform refuses them."""
        ephemeral = [f"var.{name}" for name, body in stack.get("variable", {}).items() if body.get("ephemeral")]
        for name, value in stack.get("locals", {}).items():
            if _mentions(value, ephemeral):
                ephemeral.append(f"local.{name}")
        return [
            f"{resource_type}.{name}.{key}"
            for resource_type, instances in stack.get("resource", {}).items()
            if resource_type != _OF_TERRAFORM
            for name, body in instances.items()
            for key, value in body.items()
            if _mentions(value, ephemeral)
            and not self.resources[resource_type]["block"]["attributes"].get(key, {}).get("write_only")
        ]


def _mentions(value: Any, names: list[str]) -> bool:  # noqa: ANN401 - plain JSON
    text = json.dumps(value)
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _block(schema: Mapping[str, Any], body: Mapping[str, Any], where: str) -> Iterator[str]:
    attributes, blocks = schema.get("attributes", {}), schema.get("block_types", {})
    for key, value in body.items():
        if key in attributes:
            if not _fits(attributes[key]["type"], value):
                yield f"{where}.{key}: {type(value).__name__} is no {attributes[key]['type']}"
        elif key in blocks:
            for item in value if isinstance(value, list) else [value]:
                yield from _block(blocks[key]["block"], item, f"{where}.{key}")
        else:
            yield f"{where}.{key}: no such argument"
    for key, attribute in attributes.items():
        if attribute.get("required") and key not in body:
            yield f"{where}.{key}: required"


def _fits(kind: Any, value: Any) -> bool:  # noqa: ANN401 - plain JSON
    if isinstance(value, str) and value.startswith("${"):
        return True
    if isinstance(kind, str):
        return isinstance(value, _TYPES[kind]) and (kind == "bool") == isinstance(value, bool)
    container, element = kind
    if container == "map":
        return isinstance(value, dict) and all(_fits(element, item) for item in value.values())
    return isinstance(value, list) and all(_fits(element, item) for item in value)
