"""Change one mapping of a YAML file; everything else, comments included, stays as a person wrote it."""

from __future__ import annotations

import io
import itertools
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["flow_list", "replace_text", "with_change"]

# How people indent: mappings, then lists with their dash within.
_INDENTS = ((2, 2, 0), (2, 4, 2), (4, 4, 2), (4, 6, 4), (4, 4, 0), (4, 2, 0))


def with_change(text: str, path: Sequence[str], change: Callable[[CommentedMap], None]) -> str:
    """Return a file's text with one mapping changed.

    Args:
        text: The text; its indentation is kept where it is regular.
        path: Keys that lead to the mapping.
        change: Changes it in place.
    """
    yaml = _yaml_for(text)
    document = yaml.load(text)
    mapping = document
    for key in path:
        mapping = mapping[key]
    change(mapping)
    return _dump(yaml, document)


def flow_list(items: Sequence[str]) -> CommentedSeq:
    """Return a list that is written `[a, b]`."""
    result = CommentedSeq(items)
    result.fa.set_flow_style()
    return result


def replace_text(path: Path, text: str) -> None:
    """Replace a file as a whole, or not at all; its mode stays."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as output:
            output.write(text)
        Path(name).chmod(path.stat().st_mode & 0o7777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _yaml_for(text: str) -> YAML:
    """Find the indentation that gives the very same text; where none does, the commonest one."""
    candidates = [_yaml(*indent) for indent in _INDENTS]
    same = (yaml for yaml in candidates if _dump(yaml, yaml.load(text)) == text)
    return next(itertools.chain(same, candidates[1:]))


def _yaml(mapping: int, sequence: int, offset: int) -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10**6  # a long line stays one line
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def _dump(yaml: YAML, document: object) -> str:
    output = io.StringIO()
    yaml.dump(document, output)
    return output.getvalue()
