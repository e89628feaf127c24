"""Findings as SARIF 2.1.0 (OASIS), for code-review tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.guardrails.finding import SourcePlace

__all__ = ["location", "physical_location", "sarif_document"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def sarif_document(name: str, rules: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a log of one run.

    Args:
        name: What made it.
        rules: All rules (section 3.49, `reportingDescriptor`).
        results: What they found (section 3.27, `result`).
    """
    driver = {"name": f"MlApiSecurity {name}", "rules": list(rules)}
    run = {"tool": {"driver": driver}, "results": list(results)}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def location(place: SourcePlace, resource: str) -> dict[str, Any]:
    """Return where a finding is (section 3.28).

    Args:
        place: The line that declares it.
        resource: What it is about.
    """
    return {
        "physicalLocation": physical_location(place),
        "logicalLocations": [{"fullyQualifiedName": resource, "kind": "resource"}],
    }


def physical_location(place: SourcePlace) -> dict[str, Any]:
    """Return a line of a file (section 3.29)."""
    return {"artifactLocation": {"uri": place.file}, "region": {"startLine": place.line}}
