"""Text that is neither YAML nor JSON, from Jinja2 templates; each value is quoted by a filter of its language."""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

__all__ = ["render_template"]


def render_template(name: str, **values: object) -> str:
    """Return a text.

    Args:
        name: A file of `templates/`.
        values: What the template asks for; a missing one is an error.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - no HTML; values are quoted by the filters below
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # JSON's strings are also strings of Python and TOML.
    environment.filters["python"] = environment.filters["toml"] = _quoted
    environment.filters["nginx"] = _nginx
    return environment.get_template(name).render(**values)


def _quoted(value: str) -> str:
    return json.dumps(value)


def _nginx(value: str) -> str:
    if '"' in value:
        raise ValueError(value)  # no declared path, role or host has one
    return f'"{value}"'
