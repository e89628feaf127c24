"""YAML from plain structures: values are never pasted into text."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["comment", "yaml_text"]

_WIDTH = 4096  # no line is broken


def yaml_text(*documents: Mapping[str, object], head: Iterable[str] = ()) -> str:
    """Return one YAML document or several, below comment lines.

    Args:
        documents: What to write; keys keep their order.
        head: Lines of the comment, each a sentence.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = False
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True
    texts = []
    for document in documents:
        buffer = StringIO()
        yaml.dump(document, buffer)
        texts.append(buffer.getvalue())
    return comment(head) + "---\n".join(texts)


def comment(lines: Iterable[str]) -> str:
    """Return lines of a comment, as YAML, TOML, Python and most other formats write it."""
    return "".join(f"# {line}\n" for line in lines)
