"""Write `docs/reference/path-styles.md` from the styles of paths: `python -m tools.style_reference`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from constructs_lib.gateways.body_fields import BODY_FIELDS, Reach
from constructs_lib.gateways.body_rules import FREE_KEYS, MERGED_KEYS, USER_KEYS
from constructs_lib.gateways.style import Who
from constructs_lib.gateways.styles import STYLES
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.gateways.body_fields import BodyField
    from constructs_lib.gateways.route import ModelPlace
    from constructs_lib.gateways.style import Row, Style

__all__ = ["PAGE", "main", "render"]

PAGE = ROOT / "docs" / "reference" / "path-styles.md"
"""The page."""

_HEAD = """\
# Styles of paths

What each `gateway.paths.style` and `models.<model>.paths.style` lets through, and for whom. The access role opens every
row; whatever is in no row is refused. `{version}`, `{label}` and `{id}` are any one plain part of a path. Requests that
a [gateway](../how-to/gateways.md) cannot check stay closed there, and its files say which. Calls by gRPC need
`gateway.grpc_upstream`. A list of models is cut down to what the caller may use where the gateway answers it itself:
Envoy, FastAPI, LitServe and BentoML do. Where the body names the model, [some
fields](#fields-that-a-body-must-not-have) are refused. Written by `make docs` from `constructs_lib/gateways/styles.py`
and `body_fields.py` beside it: edit those, not this page.
"""


def _names(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


_FIELDS = f"""
## Fields that a body must not have

Where the body names the model, in JSON or in a form, Envoy, FastAPI, LitServe and BentoML refuse these with 403,
whatever role the caller has: by them some server reaches beyond the model that was checked. `field` is at the top of
a body, or in a query; `tools.field` in an object below `tools`, wherever that is; `*.field` anywhere; `field*` is every
field that begins so. Case does not count, nor does what is between letters and digits. A field with
`null` passes.

The members of {_names(MERGED_KEYS)} at the top count like those at the top; these, and `metadata`, must be
objects. In `metadata` only the rows that say so count. Below {_names(USER_KEYS)} at the top, and below
{_names(FREE_KEYS)} anywhere else, nothing counts: schemas, arguments and documents may have any key. A text may say
anything.

With `gateway.stored_objects: allow`, what reaches {Reach.STORED.value} passes: the server itself must then keep its
callers apart.

| reaches | field | servers that take it |
| --- | --- | --- |
"""
_PLACES: Mapping[ModelPlace, str] = {
    "path": "in the path",
    "bound": "nowhere: one model answers at this path",
    "nowhere": "nowhere: for no single model",
    "json": "`model` in the JSON body",
    "multipart": "field `model` of a form",
    "protobuf": "in the message of gRPC",
}


def render() -> str:
    """Return the page's text."""
    styles = "".join("\n".join(_section(name, style)) for name, style in STYLES.items())
    return _HEAD + styles + _FIELDS + "".join(f"{line}\n" for line in _fields())


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


def _section(name: str, style: Style) -> Iterator[str]:
    yield f"\n## `{name}`\n\nFor {style.server}, by {style.source}."
    opened = {"health": style.health, "metrics": style.metrics}
    told = "; ".join(f"{what}: {_list(requests)}" for what, requests in opened.items() if requests)
    yield f"What `gateway.open` opens: {told}.\n"
    if style.rows:
        yield f"Checked against: {style.checked}.\n"
        yield "| request | who | where the model is named |\n| --- | --- | --- |"
        yield from (f"| `{row.method} {row.path}` | {_who(row)} | {_place(row)} |" for row in style.rows)
        yield ""


def _fields() -> Iterator[str]:
    def alike(row: BodyField) -> tuple[str, str, bool]:
        return row.reaches.value, row.read_by, row.in_metadata

    for (reaches, read_by, in_metadata), rows in groupby(BODY_FIELDS, alike):
        fields = ", ".join(f"`{row.name}` {row.only.value}".rstrip() for row in rows)
        yield f"| {reaches} | {fields}{'; also in `metadata`' if in_metadata else ''} | {read_by} |"


def _who(row: Row) -> str:
    if row.who is Who.EACH_ACTION:
        return "the action in the path"
    return row.who.value if isinstance(row.who, Who) else f"`{row.who}`"


def _place(row: Row) -> str:
    return "nowhere: a list of models" if row.lists else _PLACES[row.named_in]


def _list(requests: tuple[str, ...]) -> str:
    return ", ".join(f"`{request}`" for request in requests)


if __name__ == "__main__":
    main()
