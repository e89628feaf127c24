"""Every text that a stack's JSON spells out, whatever part it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_template
from constructs_lib.guardrails.hcl.tree import Literal, Template, nodes
from constructs_lib.guardrails.terraform.comments import without_comments
from constructs_lib.guardrails.terraform.leaves import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.hcl.tree import Expression
    from constructs_lib.guardrails.terraform.stack import Stack
    from constructs_lib.guardrails.terraform.subject import Subject

__all__ = ["Constant", "RawText", "constant_parts", "constants", "texts"]

_NAMED = {
    "provider": "provider",
    "variable": "variable",
    "output": "output",
    "locals": "local value",
    "module": "module",
}
# What arguments are called.
_WORD = re.compile(r"[a-z_]{1,60}")
# `moved` holds addresses alone.
_READ = frozenset({"terraform", "resource", "data", "moved", *_NAMED})
# Addresses of other resources, which end in a hash; in the body of a resource alone.
_ADDRESSES = frozenset({("depends_on",), ("lifecycle", "replace_triggered_by")})


@dataclass(frozen=True)
class Constant:
    """A text, or the part of one that is no expression.

    Attributes:
        subject: The resource, variable, output, … that holds it.
        section: The part of the Terraform JSON: `resource`, `locals`, ….
        path: The keys that lead to it; outside of resources and data sources, the element's name comes first.
        text: The text.
        whole: The value is this text and nothing else.
    """

    subject: Subject
    section: str
    path: tuple[str, ...]
    text: str
    whole: bool


@dataclass(frozen=True)
class RawText:
    """A text with its expressions.

    Attributes:
        subject: The resource, variable, output, … that holds it.
        section: The part of the Terraform JSON.
        path: The keys that lead to it.
        value: The text.
    """

    subject: Subject
    section: str
    path: tuple[str, ...]
    value: str


def constants(stack: Stack, *, keys: bool = False) -> Iterator[Constant]:
    """Yield the texts of a stack, the CDK's metadata, the providers' names and what a resource waits for left out.

    Args:
        stack: The stack.
        keys: The keys of maps as well, at the path of the map.
    """
    for text in texts(stack, keys=keys):
        for part in constant_parts(text.value):
            yield Constant(text.subject, text.section, text.path, part, whole=part == text.value)


def texts(stack: Stack, *, keys: bool = False) -> Iterator[RawText]:
    """Yield the same texts as they stand in the Terraform JSON."""
    json = without_comments(stack.json)
    for section in ("resource", "data"):
        for kind, by_name in json.get(section, {}).items():
            for name, body in by_name.items():
                # The whole body: its comment says where the construct stands.
                subject = stack.block(kind, name, stack.json[section][kind][name])
                yield from (
                    text
                    for text in _texts(subject, section, (), body, keys=keys)
                    if not _ADDRESSES & {text.path[:1], text.path[:2]}
                )
    for section, label in _NAMED.items():
        for name, body in json.get(section, {}).items():
            yield from _texts(stack.element(label, name), section, (name,), body, keys=keys)
    yield from _texts(stack.subject, "backend", (), json.get("terraform", {}).get("backend", {}))
    for section, body in json.items():
        if section not in _READ:
            yield from _texts(stack.subject, section, (section,), body, keys=keys)


def _texts(
    subject: Subject,
    section: str,
    path: tuple[str, ...],
    body: Any,  # noqa: ANN401 - JSON
    *,
    keys: bool = False,
) -> Iterator[RawText]:
    for leading, value in leaves(body, path):
        if isinstance(value, str):
            yield RawText(subject, section, leading, value)
    for place, key in _keys(body, path) if keys else ():
        yield RawText(subject, section, place, key)


def _keys(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401 - JSON
    """Yield the keys of maps that say more than a word, each with the path of its map."""
    if isinstance(value, list):
        for item in value:
            yield from _keys(item, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not _WORD.fullmatch(key):
                yield path, key
            yield from _keys(item, (*path, key))


@lru_cache(maxsize=8192)
def constant_parts(text: str) -> tuple[str, ...]:
    """Return what stands around a text's expressions, and the texts within them."""
    if "${" not in text and "%{" not in text:
        return (text,) if text.strip() else ()
    try:
        tree = parse_template(text)
    except UnreadExpressionError:
        return (text,)
    outside, inside = _split(tree)
    return tuple(part for part in (outside, *inside) if part.strip())


def _split(tree: Expression) -> tuple[str, list[str]]:
    """Return the outermost text, blanks in place of expressions, and the other texts in their order."""
    outer = tree.parts if isinstance(tree, Template) else (tree,)
    outside = "".join(" " if (text := _text(part)) is None else text for part in outer)
    inside = [text for part in outer if _text(part) is None for node in nodes(part) if (text := _text(node))]
    return outside, inside


def _text(node: Expression) -> str | None:
    """Return a constant text; a name that stands for itself is none."""
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) and not node.bare else None
