"""Evaluate the expressions of a stack as far as they can be known before an apply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from constructs_lib.guardrails.terraform.symbol import Symbol, symbols_in
from constructs_lib.guardrails.terraform.syntax import (
    Call,
    Comprehension,
    Index,
    Literal,
    Name,
    Object,
    Tuple,
    UnreadExpressionError,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.terraform.syntax import Expression

__all__ = ["Evaluation", "Roots", "walk"]

_REFERENCE = re.compile(r"\b(?:var|local)\.[\w-]+|\b[a-z][a-z0-9]*_[a-z0-9_]+\.[\w-]+\.[\w-]+")
_WHOLE = re.compile(r"\$\{((?:[^${}]|\{[^{}]*\}|\$(?!\{))*)\}")


class Roots(Protocol):
    """What a reference's first parts stand for in one stack."""

    def local(self, name: str) -> Value:
        """Return a local value."""

    def attribute(self, resource_type: str, path: list[Value]) -> Value:
        """Return an attribute of a resource as configured, or a symbol where Keycloak makes it."""

    def remote(self, data_source: str, output: str) -> Value:
        """Return an output of another stack."""


class Evaluation:
    """Evaluates values within one resource instance.

    Args:
        roots: The stack.
        names: Bound names, `each` among them.
    """

    def __init__(self, roots: Roots, names: Mapping[str, Value] | None = None) -> None:
        self._roots = roots
        self._names = dict(names or {})

    def value(self, raw: object) -> Value:
        """Evaluate a value of the Terraform JSON; what cannot be known becomes a `Symbol`."""
        if isinstance(raw, dict):
            return {str(key): self.value(item) for key, item in raw.items() if key != "//"}
        if isinstance(raw, list):
            return [self.value(item) for item in raw]
        if isinstance(raw, str) and "${" in raw:
            return self._template(raw)
        return raw if isinstance(raw, str | int | float | bool) else None

    def _template(self, raw: str) -> Value:
        whole = _WHOLE.fullmatch(raw)
        if whole:
            return self._text(whole[1])
        # Texts and expressions alternate.
        parts = [self._text(part) if index % 2 else part for index, part in enumerate(_WHOLE.split(raw))]
        if any(isinstance(part, Symbol | list | dict) for part in parts):
            return Symbol(raw, parts=tuple(symbols_in(list(parts))))
        return "".join(str(part) for part in parts)

    def _text(self, text: str) -> Value:
        try:
            return self._evaluate(parse(text))
        except UnreadExpressionError:
            return Symbol(text, parts=self._mentioned(text))

    def _mentioned(self, text: str) -> tuple[Symbol, ...]:
        """Return what an expression refers to that is not understood."""
        parts = [self._text(reference) for reference in _REFERENCE.findall(text)]
        return tuple(symbols_in(parts))

    def _evaluate(self, expression: Expression) -> Value:  # noqa: PLR0911 - one return a kind of expression
        match expression:
            case Literal(value):
                return value
            case Name(name):
                return self._names.get(name, Symbol(name))
            case Tuple(items):
                return [self._evaluate(item) for item in items]
            case Object(entries):
                return {str(self._evaluate(key)): self._evaluate(value) for key, value in entries}
            case Call(function, arguments):
                return self._call(function, arguments)
            case Comprehension(name, source, item):
                found = self._evaluate(source)
                if not isinstance(found, list):
                    return Symbol(f"for {name}")
                return [self._bind(name, each)._evaluate(item) for each in found]  # noqa: SLF001 - its own class
            case Index():
                return self._reference(expression)

    def _bind(self, name: str, value: Value) -> Evaluation:
        return Evaluation(self._roots, {**self._names, name: value})

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> Value:
        values = [self._evaluate(argument) for argument in arguments]
        match function, values:
            case "merge", [*maps] if all(isinstance(each, dict) for each in maps):
                merged: dict[str, Value] = {}
                for each in maps:
                    if isinstance(each, dict):
                        merged |= each
                return merged
            case "lookup", [dict() as table, str() as key, default]:
                return table.get(key, default)
            case "try", [first, *_]:
                return first
            case "toset" | "tolist" | "tomap" | "nonsensitive" | "sensitive", [only]:
                return only
            case _:
                return Symbol(f"{function}(…)", parts=tuple(symbols_in(values)))

    def _reference(self, expression: Index) -> Value:
        path: list[Value] = []
        base: Expression = expression
        while isinstance(base, Index):
            path.insert(0, self._evaluate(base.key))
            base = base.of
        if not isinstance(base, Name) or base.name in self._names:
            return walk(self._evaluate(base), path)
        match base.name, path:
            case "local", [str() as name, *rest]:
                return walk(self._roots.local(name), rest)
            case "var", [str() as name, *rest]:
                return walk(Symbol(f"var.{name}", variable=name), rest)
            case "data", ["terraform_remote_state", str() as source, "outputs", str() as output, *rest]:
                return walk(self._roots.remote(source, output), rest)
            case "data", [str() as kind, *rest]:
                return self._roots.attribute(f"data.{kind}", rest)
            case resource_type, _:
                return self._roots.attribute(resource_type, path)


def walk(value: Value, path: list[Value]) -> Value:
    """Follow indices into a value."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            # A key that is missing is an error of Terraform, which `try` and `lookup` turn into null.
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        elif isinstance(value, Symbol):
            name = key if isinstance(key, str) else None
            value = Symbol(f"{value.text}[…]", variable=value.variable, key=name, parts=(value,))
        else:
            return Symbol("unknown index")
    return value
