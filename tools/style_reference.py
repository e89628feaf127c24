"""Write `docs/reference/path-styles.md` from the styles of paths: `python -m tools.style_reference`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.gateways.style import Who
from constructs_lib.gateways.styles import STYLES
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
Envoy, FastAPI, LitServe and BentoML do. Written by `make docs` from `constructs_lib/gateways/styles.py`: edit that, not
this page.
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
    return _HEAD + "".join("\n".join(_section(name, style)) for name, style in STYLES.items())


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
