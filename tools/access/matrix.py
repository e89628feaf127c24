"""Principals and what they may do, as a table, Markdown, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from tools.access.formats import Format
from tools.access.text_table import markdown_table, table_width, text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.questions import Yes
    from tools.access.reading import ReadEnvironment

__all__ = ["render_matrix", "render_yes"]

_NO = "-"
_COLUMNS = ("principal", "kind", "team", "model", "action", "reasons")


def render_matrix(
    read: ReadEnvironment,
    asked: Sequence[Principal],
    pairs: Sequence[ModelAction],
    yes: Sequence[Yes],
    *,
    format: Format,  # noqa: A002 - the option's name
    width: int,
) -> str:
    """Return everybody who is asked about, also those who may do nothing.

    Args:
        read: The environment.
        asked: The rows.
        pairs: The columns.
        yes: What they may do.
        format: How it is written. A table that is wider than the terminal becomes a list.
        width: Characters of a line of the terminal.
    """
    if format in (Format.CSV, Format.JSON):
        return render_yes(read, yes, format=format)
    why = {(each.principal, each.pair): each.why for each in yes}
    rows = [
        ("principal", *(pair.shown for pair in pairs)),
        *((_name(principal), *(why.get((principal, pair), _NO) for pair in pairs)) for principal in asked),
    ]
    if format is Format.MARKDOWN:
        return _lines(markdown_table(rows))
    return _lines(text_table(rows) if table_width(rows) <= width else _listed(asked, yes))


def render_yes(read: ReadEnvironment, yes: Sequence[Yes], *, format: Format) -> str:  # noqa: A002 - as above
    """Return a line for each yes."""
    match format:
        case Format.CSV:
            return _csv(yes)
        case Format.JSON:
            document = {"environment": read.name, "yes": [_as_json(read, each) for each in yes]}
            return json.dumps(document, indent=2) + "\n"
        case _:
            rows = [("principal", "may", "why"), *((_name(each.principal), each.pair.shown, each.why) for each in yes)]
            return _lines(markdown_table(rows) if format is Format.MARKDOWN else text_table(rows))


def _name(principal: Principal) -> str:
    disabled = "" if principal.enabled else " (disabled)"
    return f"{principal}{disabled}" + (f" ({principal.team})" if principal.team else "")


def _listed(asked: Iterable[Principal], yes: Iterable[Yes]) -> Iterator[str]:
    by_principal: dict[Principal, list[Yes]] = {principal: [] for principal in asked}
    for each in yes:
        by_principal[each.principal].append(each)
    for principal, found in by_principal.items():
        yield _name(principal)
        widest = max((len(each.pair.shown) for each in found), default=0)
        yield from (f"  {each.pair.shown.ljust(widest)}  {each.why}" for each in found)
        if not found:
            yield "  nothing"


def _csv(yes: Iterable[Yes]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in yes:
        principal = each.principal
        cells = (principal.name, principal.kind, principal.team or "", each.pair.model, each.pair.action, each.why)
        writer.writerow([_inert(cell) for cell in cells])
    return text.getvalue()


def _inert(cell: str) -> str:
    """A directory may call a group `=cmd…`: no spreadsheet runs it (OWASP "CSV Injection")."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _as_json(read: ReadEnvironment, each: Yes) -> dict[str, object]:
    principal = each.principal
    return {
        "principal": principal.name,
        "kind": principal.kind,
        "team": principal.team,
        "model": each.pair.model,
        **({"api": read.environment.api_of(each.pair.model)} if read.environment.apis else {}),
        "action": each.pair.action,
        "reasons": [_reason_as_json(read, reason) for reason in each.reasons],
    }


def _reason_as_json(read: ReadEnvironment, reason: Reason) -> dict[str, object]:
    return {
        "kind": reason.kind,
        "text": str(reason),
        "every_model": reason.is_wide,
        **({"group": reason.group} if reason.group else {}),
        **({"origin": reason.origin} if reason.origin else {}),
        **({"until": reason.until.isoformat()} if reason.ends else {}),
        **({"applications": list(reason.applications)} if reason.applications else {}),
        "place": read.place(reason.path),
    }


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
