"""What auditors by others say, as sections of `docs/reference/security.md`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.support.auditors.explanations import CONFORMANCE, KCWARDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Audits = Mapping[tuple[str, str], tuple[str, ...]]

__all__ = ["Audits", "render_audits"]

_SEVERITIES = ("Critical", "High", "Medium", "Low", "Info")

_KCWARDEN = """
## What kcwarden finds

[kcwarden](https://github.com/iteratec/kcwarden) 0.18.1, which nobody of this project wrote, audits the realms of `dev`,
`demo` and `prod` as they stand, and one with Keycloak's defaults. Its look for a newer Keycloak is left out.

| realm | critical | high | medium | low | info |
| --- | --- | --- | --- | --- | --- |
"""

_EXPLAINED = """
Each finding above *info* of our realms is explained here; `make security` fails on any other one.

| finding | severity | of | in | why it stays |
| --- | --- | --- | --- | --- |
"""

_CONFORMANCE = """
## What the MCP conformance suite says

`@modelcontextprotocol/conformance` 0.2.0-alpha.12, the Model Context Protocol's own suite, tests the realm of `dev` as
the authorization server of agents, and logs in with a real browser.

| check | result | cause |
| --- | --- | --- |
"""


def render_audits(audits: Audits) -> str:
    """Return the sections.

    Args:
        audits: Findings, each as severity, check and subject in one text, by auditor and realm.
    """
    by_realm = {realm: found for (auditor, realm), found in sorted(audits.items()) if auditor == "kcwarden"}
    counts = "".join(_line(_counts(realm, found)) for realm, found in by_realm.items())
    explained = "".join(_line(cells) for cells in _explanations(by_realm))
    causes = {explanation.check: explanation.reason for explanation in CONFORMANCE}
    checks = "".join(
        _line((f"`{name}`", result.lower(), causes.get(name, "")))
        for (auditor, _), found in audits.items()
        if auditor == "mcp"
        for result, name in (check.split(" ") for check in found)
    )
    return _KCWARDEN + counts + _EXPLAINED + explained + _CONFORMANCE + checks


def _counts(realm: str, found: tuple[str, ...]) -> Iterator[str]:
    severities = Counter(finding.partition(" ")[0] for finding in found)
    yield realm if " " in realm else f"`{realm}`"
    for severity in _SEVERITIES:
        yield str(severities[severity])


def _explanations(by_realm: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for explanation in KCWARDEN:
        severities = sorted(
            {
                finding.split(" ")[0].lower()
                for realm in explanation.environments
                for finding in by_realm.get(realm, ())
                if finding.split(" ")[1] == explanation.check
            }
        )
        yield (
            explanation.check,
            ", ".join(severities),
            ", ".join(f"`{entity}`" for entity in explanation.entities),
            ", ".join(f"`{name}`" for name in explanation.environments),
            explanation.reason,
        )


def _line(cells: Iterator[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
