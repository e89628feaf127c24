"""Exemptions for what guardrails object to in a realm that stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.guardrails.finding import GuardrailFinding

__all__ = ["exemptions"]


# Where the state is, is not the realm's: the operator has to say it.
_OURS = frozenset({"KC-LOCAL-STATE"})


def exemptions(findings: Iterable[GuardrailFinding], realm: str) -> list[dict[str, Any]]:
    """Return the list `exemptions` that lets findings pass which nothing else lets pass.

    Args:
        findings: What the guardrails say.
        realm: Name of the realm.
    """
    faults: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding.is_open and finding.rule.exemptable and finding.rule.id not in _OURS:
            faults.setdefault((finding.rule.id, finding.path), []).append(finding.fault)
    return [
        {"rule": rule, "resource": path, "reason": f"kept as it was when realm {realm} was adopted: {said[0]}"}
        for (rule, path), said in faults.items()
    ]
