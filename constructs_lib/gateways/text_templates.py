"""Text that is neither YAML nor JSON, from Jinja2 templates; each value is quoted by a filter of its language."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from constructs_lib.gateways.model_in_path import spelled_shortest

if TYPE_CHECKING:
    from constructs_lib.gateways.route import OpenRoute, Route

__all__ = ["nginx_request", "quoted", "quoted_for_lua", "quoted_for_nginx", "render_template"]

# Roles; a host; a regular expression, whose braces nginx takes within quotes. No quote, `;`, `$` or line break.
_NGINX_TEXT = re.compile(r"[A-Za-z0-9 ,:._~@%/\[\](){}<>|^?!*+\\-]*")
# A whole request: `\z`, since `$` also stands before a final line break. A query is what RFC 3986 lets stand there.
_NGINX_REQUEST = r"~^{method} {pattern}(\?[!-~]*)?\z"


def render_template(name: str, **values: object) -> str:
    """Return a text.

    Args:
        name: A file of `templates/`.
        values: What the template asks for; a missing one is an error.
    """
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    """Return what compiles templates, each once."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - no HTML; values are quoted by the filters below
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["python"] = environment.filters["toml"] = quoted
    environment.filters["lua"] = quoted_for_lua
    environment.filters["nginx"] = quoted_for_nginx
    environment.filters["spelled"] = spelled_shortest
    environment.filters["nginx_request"] = nginx_request
    return environment


def quoted(value: str) -> str:
    """Return a text as Python and TOML write it: as JSON does, save for half characters and DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", r"\u007f")


def quoted_for_lua(value: str) -> str:
    """Return a text as Lua writes it.

    Raises:
        ValueError: It holds what Lua and JSON write in two ways; no declared URL does.
    """
    if not value.isascii() or not value.isprintable():
        raise ValueError(f"Lua cannot be told: {value!r}")
    return quoted(value)


def nginx_request(route: Route | OpenRoute) -> str:
    """Return a request as nginx compares it: method, whole path, any query.

    Args:
        route: A request.
    """
    return quoted_for_nginx(_NGINX_REQUEST.format(method=route.method, pattern=route.pattern))


def quoted_for_nginx(value: str) -> str:
    """Return a text as nginx writes it.

    Raises:
        ValueError: It holds what could end the text or stand for a variable; no declared path, role or host does.
    """
    if not _NGINX_TEXT.fullmatch(value):
        raise ValueError(f"nginx cannot be told: {value}")
    return f'"{value}"'
