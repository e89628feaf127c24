"""Every text that a stack's JSON spells out, whatever part it stands in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.stack import Stack

__all__ = ["Constant", "constant_parts", "constants"]

_NAMED = {
    "provider": "provider",
    "variable": "variable",
    "output": "output",
    "locals": "local value",
    "module": "module",
}
# The CDK's metadata, and addresses of other resources, which end in a hash.
_NO_TEXTS = frozenset({"//", "depends_on"})
_INNER = re.compile(r'"((?:[^"\\]|\\.)*)"|\$\{|[{}]|[^"${}]+|.', re.DOTALL)


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


def constants(stack: Stack) -> Iterator[Constant]:
    """Yield the texts of a stack, the CDK's metadata, the providers' names and what a resource waits for left out."""
    for section in ("resource", "data"):
        for kind, by_name in stack.json.get(section, {}).items():
            for name, body in by_name.items():
                path = body.get("//", {}).get("metadata", {}).get("path", f"{stack.name}/{name}")
                yield from _texts(Subject(path, kind), section, (), body)
    for section, label in _NAMED.items():
        for name, body in stack.json.get(section, {}).items():
            yield from _texts(stack.element(label, name), section, (name,), body)
    yield from _texts(stack.subject, "backend", (), stack.json.get("terraform", {}).get("backend", {}))


def _texts(subject: Subject, section: str, path: tuple[str, ...], body: Any) -> Iterator[Constant]:  # noqa: ANN401 - JSON
    for keys, value in leaves(body, path):
        if isinstance(value, str) and _NO_TEXTS.isdisjoint(keys):
            for part in constant_parts(value):
                yield Constant(subject, section, keys, part, whole=part == value)


def constant_parts(text: str) -> list[str]:
    """Return what stands around a text's expressions, and the quoted texts within them."""
    outside, quoted, at = "", [], 0
    while (start := text.find("${", at)) >= 0:
        outside += text[at:start] + " "
        at, depth = start + 2, 1
        while depth and (token := _INNER.match(text, at)):
            at = token.end()
            if token[1] is not None:
                quoted.append(_unquoted(token[0]))
            depth += (token[0] in {"{", "${"}) - (token[0] == "}")
        if depth:  # no end: an error that Terraform reports
            break
    outside += text[at:]
    return [part for part in (outside, *quoted) if part.strip()]


def _unquoted(token: str) -> str:
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token.strip('"')
