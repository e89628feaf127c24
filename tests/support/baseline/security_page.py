"""`docs/reference/security.md`: the security baseline, as the last run of its tests saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.integration.security.row import State
from tests.support.baseline.audit_sections import render_audits
from tests.support.baseline.baseline_run import RowResult
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tests.integration.security.row import Row
    from tests.support.baseline.audit_sections import Audits

__all__ = ["SECURITY_PAGE", "render"]

SECURITY_PAGE = ROOT / "docs" / "reference" / "security.md"
"""The page."""

_HEAD = """\
# Security baseline

Each requirement, and what a real Keycloak answered when a test tried to break it. `make security` deploys `prod` to a
local Keycloak over TLS, with its own settings and with callers to try them, runs the tests, and writes this page.
`make test` fails where the page differs from what its own run saw.

- *set by*: what the construct sets, and where; Keycloak does the rest unasked.
- *answer*: of the deployed realm, to whoever tries what the requirement forbids.
- *by default*: of a realm in which nobody set anything, to the same: where it differs, our setting is what protects.
- *state*: `met` in every environment; `opt-in` by a key of the environment's file; `in part` and `gap` where Keycloak
  alone cannot meet it; `fails` where a test failed. [Below](#what-else-is-needed) is what to do.

| # | requirement | source | set by | answer | by default | state | test |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""

_REMEDIES = """
## What else is needed

| # | state | what to do |
| --- | --- | --- |
"""


def render(rows: Sequence[Row], results: Mapping[int, RowResult], audits: Audits) -> str:
    """Return the page's text.

    Args:
        rows: The baseline.
        results: What a complete run saw, by number of row.
        audits: What auditors by others said, by auditor and realm.
    """
    found = {row.number: results.get(row.number, RowResult(passed=False)) for row in rows}
    table = "".join(_line(_cells(row, found[row.number])) for row in rows)
    remedies = "".join(
        _line((str(row.number), _state(row, found[row.number]), row.remedy)) for row in rows if row.remedy
    )
    return _HEAD + table + _REMEDIES + remedies + render_audits(audits)


def _cells(row: Row, result: RowResult) -> Iterator[str]:
    yield str(row.number)
    yield row.requirement
    yield row.source
    yield _set_by(row)
    yield _code(sorted(result.here))
    yield _code(sorted(result.by_default))
    yield _state(row, result)
    yield ", ".join(f"[{test.partition('::')[2]}](../../{test.partition('::')[0]})" for test in result.tests)


def _set_by(row: Row) -> str:
    if row.settings:
        return f"{_code(row.settings)} in {_links(row.where)}"
    return "nothing" if row.state == State.GAP else "built in"


def _state(row: Row, result: RowResult) -> str:
    return row.state if result.passed else "fails"


def _code(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _links(paths: Iterable[str]) -> str:
    return ", ".join(f"[{path.rpartition('/')[2]}](../../{path})" for path in paths)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
