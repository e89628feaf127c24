"""Evaluate the expressions of a stack as far as they can be known before an apply."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_expression, parse_template
from constructs_lib.guardrails.hcl.tree import (
    Binary,
    Call,
    Conditional,
    For,
    Index,
    Literal,
    Name,
    Object,
    Repeat,
    Splat,
    Template,
    Tuple,
    Unary,
    is_path,
    nodes,
)
from constructs_lib.guardrails.terraform.calls import ATTEMPTS, called
from constructs_lib.guardrails.terraform.conversions import EvaluationError, unary
from constructs_lib.guardrails.terraform.decisions import binary, conditional
from constructs_lib.guardrails.terraform.loops import looped, splat
from constructs_lib.guardrails.terraform.symbol import Symbol, symbols_in
from constructs_lib.guardrails.terraform.unknown import computed, is_known, mapped, templated, walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.hcl.tree import Expression
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Evaluation", "Roots"]

_REFERENCE = re.compile(r"\b(?:var|local)\.[\w-]+|\b[a-z][a-z0-9]*_[a-z0-9_]+\.[\w-]+\.[\w-]+")
# What Terraform itself knows, and we do not.
_SURROUNDINGS = frozenset({"terraform", "path", "each", "count", "self", "module", "ephemeral"})


class Roots(Protocol):
    """What a reference's first parts stand for in one stack."""

    def local(self, name: str) -> Value:
        """Return a local value."""

    def variable(self, name: str) -> Symbol:
        """Return an input variable."""

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
            # Keys are templates as well.
            return mapped([(self.value(key), self.value(item)) for key, item in raw.items()])
        if isinstance(raw, list):
            return [self.value(item) for item in raw]
        if isinstance(raw, str) and ("${" in raw or "%{" in raw):
            return self._template(raw)
        return raw if isinstance(raw, str | int | float | bool) else None

    def bound(self, names: Mapping[str, Value]) -> Evaluation:
        """Return an evaluation that knows more names."""
        return Evaluation(self._roots, {**self._names, **names})

    def evaluate(self, expression: Expression) -> Value:
        """Evaluate an expression.

        Raises:
            EvaluationError: Terraform would refuse it.
        """
        found: Value
        match expression:
            case Literal(value):
                found = value
            case Name(name):
                found = self._names.get(name, Symbol(name, unread=name not in _SURROUNDINGS))
            case Index():
                found = self._index(expression)
            case Template(parts):
                found = templated([self.evaluate(part) for part in parts])
            case Tuple(items):
                found = [self.evaluate(item) for item in items]
            case Object(entries):
                found = mapped([(self.evaluate(key), self.evaluate(item)) for key, item in entries])
            case _:
                found = self._computed(expression)
        return found

    def _computed(self, expression: Expression) -> Value:
        found: Value
        match expression:
            case Call(function, arguments, spread):
                attempts = function.removeprefix("core::") in ATTEMPTS
                evaluate = self._attempted if attempts else self.evaluate
                found = called(function, [partial(evaluate, each) for each in arguments], spread=spread)
            case Unary(operator, of):
                value = self.evaluate(of)
                found = unary(operator, value) if is_known(value) else computed(f"{operator}…", [value])
            case Binary(operator, left, right):
                found = binary(operator, partial(self.evaluate, left), partial(self.evaluate, right))
            case Conditional(condition, yes, no):
                found = conditional(self.evaluate(condition), partial(self.evaluate, yes), partial(self.evaluate, no))
            case For() | Repeat():
                found = looped(self, expression)
            case Splat(source, item):
                found = splat(self, self.evaluate(source), item)
            case _:
                raise EvaluationError("unknown")
        return found

    def _attempted(self, expression: Expression) -> Value:
        """Evaluate what `try` may give up: that Terraform would refuse it is certain of a path alone."""
        try:
            return self.evaluate(expression)
        except EvaluationError:
            if is_path(expression):
                raise
            return Symbol("try(…)", parts=tuple(self._referred(expression)), unread=True, made=True)

    def _template(self, raw: str) -> Value:
        try:
            tree = parse_template(raw)
        except (UnreadExpressionError, RecursionError):
            return Symbol(raw, parts=tuple(self._mentioned(raw)), unread=True, made=True)
        try:
            return self.evaluate(tree)
        except (EvaluationError, RecursionError):
            return Symbol(raw, parts=(*self._mentioned(raw), *self._referred(tree)), unread=True, made=True)

    def _mentioned(self, text: str) -> Iterator[Symbol]:
        """Yield what a text refers to that is not understood."""
        for reference in _REFERENCE.findall(text):
            with suppress(EvaluationError, RecursionError):
                yield from symbols_in(self.evaluate(parse_expression(reference)))

    def _referred(self, expression: Expression) -> Iterator[Symbol]:
        """Yield what an expression refers to that cannot be evaluated as a whole."""
        with suppress(RecursionError):
            for node in nodes(expression):
                if isinstance(node, Index):
                    with suppress(EvaluationError):
                        yield from symbols_in(self.evaluate(node))

    def _index(self, expression: Index) -> Value:
        path: list[Value] = []
        base: Expression = expression
        while isinstance(base, Index):
            path.insert(0, self.evaluate(base.key))
            base = base.of
        if isinstance(base, Name) and base.name not in self._names:
            return self._reference(base.name, path)
        return self._walk(self.evaluate(base), path)

    def _reference(self, root: str, path: list[Value]) -> Value:
        found: Value
        match root, path:
            case "local", [str() as name, *rest]:
                found = self._walk(self._roots.local(name), rest)
            case "var", [str() as name, *rest]:
                found = self._walk(self._roots.variable(name), rest)
            case "data", ["terraform_remote_state", str() as source, "outputs", str() as output, *rest]:
                found = self._walk(self._roots.remote(source, output), rest)
            case "data", [str() as kind, *rest]:
                found = self._roots.attribute(f"data.{kind}", rest)
            case _ if root in _SURROUNDINGS:
                found = Symbol(".".join([root, *(each for each in path if isinstance(each, str))]))
            case _:
                found = self._roots.attribute(root, path)
        return found

    def _walk(self, value: Value, path: list[Value]) -> Value:
        """Follow indices into a value."""
        for at, key in enumerate(path):
            if isinstance(value, Symbol) and value.address and value.attribute is None:
                # A whole resource, or one instance of it.
                resource_type, _, name = value.address.rpartition(".")
                own = [] if value.instance is None else [value.instance]
                return self._roots.attribute(resource_type, [name, *own, *path[at:]])
            value = walked(value, key)
        return value
