"""Write the page: its template, styles and scripts in one file, which may load nothing and run nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tools.access.report.shown_text import ShownText

if TYPE_CHECKING:
    from tools.access.report.content import Content

__all__ = ["render_report"]

_FOLDER = Path(__file__).with_name("page")


def render_report(content: Content, library: str, *, people: bool = False) -> str:
    """Return the page.

    Args:
        content: What it shows.
        library: The script that draws the picture.
        people: E-mail addresses are shown.
    """
    shown = ShownText(addresses=people)
    templates = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_own(name) for name in ("page.css", "page.js"))
    return templates.get_template("page.html.j2").render(
        content=content,
        style=Markup(style),  # noqa: S704 - a file of ours
        scripts=[Markup(library), Markup(script)],  # noqa: S704 - a pinned package, and a file of ours
        policy=_policy(style, (library, script)),
        data=_data(content, shown),
        people=people,
    )


def _own(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, scripts: tuple[str, ...]) -> Markup:
    """Return the Content Security Policy (Level 3): these styles and scripts, and nothing from anywhere."""
    rules = {
        "default-src": "'none'",
        "style-src": _source(style),
        "script-src": " ".join(map(_source, scripts)),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return Markup("; ".join(f"{name} {value}" for name, value in rules.items()))  # noqa: S704 - hashes


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(content: Content, shown: ShownText) -> Markup:
    """Return what the page's script reads; no text in it can end the element that it stands in."""
    document = {
        "pairs": [[pair.model, pair.action] for pair in content.pairs],
        "nodes": [[node.id, node.kind, shown.text(node.name), shown.text(node.team)] for node in content.nodes],
        "edges": [[edge.source, edge.target, edge.kind] for edge in content.edges],
    }
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above, for a script element
