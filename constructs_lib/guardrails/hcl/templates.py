"""Templates: texts with `${…}` and `%{…}` in them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from constructs_lib.guardrails.hcl.cursor import Cursor
from constructs_lib.guardrails.hcl.tree import Conditional, Expression, Literal, Repeat, Template

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Templates"]

# What is text, up to what may be none: `$` and `%` alone are, `$${` and `%%{` are escaped.
_BARE = re.compile(r"(?:[^$%]|\$(?!\$?\{)|%(?!%?\{))+", re.DOTALL)
_QUOTED = re.compile(r"(?:[^$%\"\\\n]|\$(?!\$?\{)|%(?!%?\{))+")
_HEREDOC = re.compile(r"([^\W\d][\w-]*)[ \t\r]*\n(.*?\n)??[ \t]*\1[ \t\r]*(?=\n|$)", re.DOTALL)


_NOTHING = Literal("")


@dataclass(frozen=True)
class _Part:
    """A text, an expression, or a directive.

    Attributes:
        kind: `text`, `value`, `if`, `for`, `else`, `endif`, `endfor`.
        value: The text, or the expression.
        names: What `for` binds.
        trims: Blanks before it, and after it, are dropped.
    """

    kind: str
    value: Expression = _NOTHING
    names: tuple[str, ...] = ()
    trims: tuple[bool, bool] = (False, False)

    @property
    def text(self) -> str | None:
        """The text, if it is one."""
        return str(self.value.value) if self.kind == "text" and isinstance(self.value, Literal) else None


class Templates(ABC):
    """Reads templates.

    Args:
        text: The text to read.
    """

    def __init__(self, text: str) -> None:
        self.cursor = Cursor(text)

    @abstractmethod
    def expression(self) -> Expression:
        """Read an expression."""

    def template(self, *, quoted: bool) -> Expression:
        """Read up to the closing quote, or to the end of the text."""
        self.cursor.enter()
        parts = _trimmed(list(_whole_texts(self._parts(quoted=quoted))), by_line=not quoted)
        self.cursor.leave()
        if len(parts) == 1 and parts[0].kind == "value":
            return parts[0].value
        expression, rest = self._sequence(parts, ())
        if rest:
            raise self.cursor.unread()
        # A text without an expression is a constant.
        return _NOTHING if expression == Template(()) else _only_text(expression)

    def heredoc(self, *, flush: bool) -> Expression:
        """Read what follows `<<`, or `<<-`, which takes away the indent that all lines share."""
        match = _HEREDOC.match(self.cursor.text, self.cursor.at)
        if match is None:
            raise self.cursor.unread()
        self.cursor.at = match.end()
        body = match[2] or ""
        if flush:
            lines = body.splitlines(keepends=True)
            indent = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
            body = "".join(line[indent:] for line in lines)
        # Another reader, for another text: it starts as this one did.
        return type(self)(body).template(quoted=False)

    def _parts(self, *, quoted: bool) -> Iterator[_Part]:
        cursor, text = self.cursor, _QUOTED if quoted else _BARE
        while True:
            if cursor.ended:
                if quoted:
                    raise cursor.unread()
                return
            ahead = cursor.text[cursor.at : cursor.at + 3]
            if quoted and ahead[0] == '"':
                cursor.at += 1
                return
            if ahead in {"$${", "%%{"}:
                cursor.at += 3
                yield _Part("text", Literal(ahead[1:]))
            elif ahead[:2] in {"${", "%{"}:
                cursor.at += 2
                yield self._inserted(ahead[0])
            elif match := text.match(cursor.text, cursor.at):
                cursor.at = match.end()
                yield _Part("text", Literal(match[0]))
            else:  # in quotes alone: a backslash, or a line's end, which is none of Terraform's texts
                yield _Part("text", Literal(cursor.escape()))

    def _inserted(self, sign: str) -> _Part:
        self.cursor.enter()
        before = self._marker()
        part = _Part("value", self.expression()) if sign == "$" else self._directive()
        after = bool(self.cursor.take("~"))
        self.cursor.expect("}")
        self.cursor.leave()
        return replace(part, trims=(before, after))

    def _marker(self) -> bool:
        found = self.cursor.text[self.cursor.at : self.cursor.at + 1] == "~"
        self.cursor.at += found
        return found

    def _directive(self) -> _Part:
        kind = self.cursor.name()
        if kind == "if":
            return _Part("if", self.expression())
        if kind in {"else", "endif", "endfor"}:
            return _Part(kind)
        names = [self.cursor.name()]
        if self.cursor.take(","):
            names.append(self.cursor.name())
        if kind != "for" or not all(names) or not self.cursor.word("in"):
            raise self.cursor.unread()
        return _Part("for", self.expression(), tuple(names))

    def _sequence(self, parts: list[_Part], ends: tuple[str, ...]) -> tuple[Expression, list[_Part]]:
        """Return what stands before one of the ends, and what follows from there on."""
        found: list[Expression] = []
        while parts:
            part, *parts = parts
            if part.kind in ends:
                parts = [part, *parts]
                break
            if part.kind in {"text", "value"}:
                found.append(part.value)
            elif part.kind == "if":
                expression, parts = self._choice(part, parts)
                found.append(expression)
            elif part.kind == "for":
                body, parts = self._sequence(parts, ("endfor",))
                key = part.names[0] if len(part.names) > 1 else None
                found.append(Repeat(key, part.names[-1], part.value, body))
                parts = self._after("endfor", parts)
            else:
                raise self.cursor.unread()
        return Template(tuple(_joined(found))), parts

    def _choice(self, part: _Part, parts: list[_Part]) -> tuple[Expression, list[_Part]]:
        yes, parts = self._sequence(parts, ("else", "endif"))
        no: Expression = _NOTHING
        if parts and parts[0].kind == "else":
            no, parts = self._sequence(parts[1:], ("endif",))
        return Conditional(part.value, yes, no), self._after("endif", parts)

    def _after(self, end: str, parts: list[_Part]) -> list[_Part]:
        if not parts or parts[0].kind != end:
            raise self.cursor.unread()
        return parts[1:]


def _only_text(expression: Expression) -> Expression:
    if isinstance(expression, Template) and len(expression.parts) == 1 and isinstance(expression.parts[0], Literal):
        return expression.parts[0]
    return expression


def _whole_texts(parts: Iterator[_Part]) -> Iterator[_Part]:
    """Join texts that follow each other."""
    for text, group in groupby(parts, lambda part: part.text is not None):
        if text:
            yield _Part("text", Literal("".join(part.text or "" for part in group)))
        else:
            yield from group


def _trimmed(parts: list[_Part], *, by_line: bool) -> list[_Part]:
    """Drop blanks beside `~`, and texts that are empty then.

    Where texts have lines, Terraform looks at the line beside the marker alone, its newline included.
    """
    for at, part in enumerate(parts):
        if part.text is None:
            continue
        lines = part.text.splitlines(keepends=True) if by_line else [part.text]
        if lines and at and parts[at - 1].trims[1]:
            lines[0] = lines[0].lstrip()
        if lines and at + 1 < len(parts) and parts[at + 1].trims[0]:
            lines[-1] = lines[-1].rstrip()
        parts[at] = replace(part, value=Literal("".join(lines)))
    return [part for part in parts if part != _Part("text")]


def _joined(expressions: list[Expression]) -> Iterator[Expression]:
    """Join texts that follow each other."""
    text = ""
    for expression in expressions:
        if isinstance(expression, Literal) and isinstance(expression.value, str):
            text += expression.value
            continue
        if text:
            yield Literal(text)
            text = ""
        yield expression
    if text:
        yield Literal(text)
