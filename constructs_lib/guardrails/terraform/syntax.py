"""The part of Terraform's expression syntax that our stacks and hand-written resources use.

Terraform's own parser is a Go library; those on PyPI leave expressions as text. What is not understood here becomes
a symbol, which rules treat as unknown.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "Call",
    "Comprehension",
    "Expression",
    "Index",
    "Literal",
    "Name",
    "Object",
    "Tuple",
    "UnreadExpressionError",
    "parse",
]

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*)"""
    r"""|(?P<sign>=>|[()\[\]{},.:=?*]))"""
)


class UnreadExpressionError(ValueError):
    """The expression uses syntax that is not read here."""


@dataclass(frozen=True)
class Literal:
    """A constant."""

    value: str | int | float | bool | None


@dataclass(frozen=True)
class Name:
    """The first part of a reference: `local`, `each`, `keycloak_role`, or a bound name."""

    name: str


@dataclass(frozen=True)
class Index:
    """`of.key` or `of[key]`."""

    of: Expression
    key: Expression


@dataclass(frozen=True)
class Call:
    """A function's call."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Object:
    """`{key = value, …}`."""

    entries: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True)
class Tuple:
    """`[item, …]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Comprehension:
    """`[for name in source : item]`."""

    name: str
    source: Expression
    item: Expression


Expression = Literal | Name | Index | Call | Object | Tuple | Comprehension


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Parse what stands between `${` and `}`.

    Raises:
        UnreadExpressionError: It is not of the part that is read here.
    """
    parser = _Parser(text)
    expression = parser.expression()
    parser.expect_end()
    return expression


class _Parser:
    """Recursive descent, a method a construct of the syntax."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        position = 0
        text = text.strip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise UnreadExpressionError(text)
            self._tokens.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
            position = match.end()
        self._at = 0

    def expression(self) -> Expression:
        kind, text = self._next()
        expression = self._primary(kind, text)
        while True:
            if self._take("."):
                kind, text = self._next()
                if kind not in {"name", "number"}:
                    raise UnreadExpressionError(text)
                expression = Index(expression, Literal(text))
            elif self._take("["):
                expression = Index(expression, self.expression())
                self._expect("]")
            else:
                return expression

    def expect_end(self) -> None:
        if self._at != len(self._tokens):
            raise UnreadExpressionError(self._tokens[self._at][1])

    def _primary(self, kind: str, text: str) -> Expression:
        if kind == "string":
            return Literal(_text(text))
        if kind == "number":
            return Literal(float(text) if "." in text else int(text))
        if kind == "name":
            constants = {"true": True, "false": False, "null": None}
            if text in constants:
                return Literal(constants[text])
            return Call(text, self._list(")")) if self._take("(") else Name(text)
        if text == "[":
            return self._comprehension() if self._take("for") else Tuple(self._list("]"))
        if text == "{":
            return self._object()
        raise UnreadExpressionError(text)

    def _list(self, end: str) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while not self._take(end):
            items.append(self.expression())
            if not self._take(","):
                self._expect(end)
                break
        return tuple(items)

    def _object(self) -> Expression:
        entries: list[tuple[Expression, Expression]] = []
        while not self._take("}"):
            key = self.expression()
            if not (self._take("=") or self._take(":")):
                raise UnreadExpressionError("object")
            entries.append((Literal(key.name) if isinstance(key, Name) else key, self.expression()))
            if not self._take(","):
                self._expect("}")
                break
        return Object(tuple(entries))

    def _comprehension(self) -> Expression:
        _, name = self._next()
        self._expect("in")
        source = self.expression()
        self._expect(":")
        item = self.expression()
        self._expect("]")
        return Comprehension(name, source, item)

    def _next(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            raise UnreadExpressionError("end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, text: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at][1] == text
        self._at += found
        return found

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise UnreadExpressionError(text)


def _text(quoted: str) -> str:
    if "${" in quoted:
        raise UnreadExpressionError(quoted)
    try:
        return str(json.loads(quoted))
    except json.JSONDecodeError:  # an escape that JSON does not know
        raise UnreadExpressionError(quoted) from None
