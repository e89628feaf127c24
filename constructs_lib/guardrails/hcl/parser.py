"""Read expressions, and templates as they stand in Terraform JSON."""

from __future__ import annotations

from functools import lru_cache

from constructs_lib.guardrails.hcl.brackets import Brackets
from constructs_lib.guardrails.hcl.cursor import UnreadExpressionError
from constructs_lib.guardrails.hcl.tree import (
    SPLAT,
    Binary,
    Call,
    Conditional,
    Expression,
    Index,
    Literal,
    Name,
    Splat,
    Unary,
)

__all__ = ["UnreadExpressionError", "parse_expression", "parse_template"]

_CONSTANTS = {"true": True, "false": False, "null": None}
_BINDS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_LEVELS = {operator: level for level, operators in enumerate(_BINDS) for operator in operators}
# Trees are walked by recursion: longer chains than these nobody writes by hand.
_LONGEST = 100


@lru_cache(maxsize=8192)
def parse_expression(text: str) -> Expression:
    """Read what stands between `${` and `}`.

    Raises:
        UnreadExpressionError: It is no expression.
    """
    parser = _Parser(text)
    expression = parser.expression()
    parser.cursor.skip()
    if not parser.cursor.ended:
        raise parser.cursor.unread()
    return expression


@lru_cache(maxsize=8192)
def parse_template(text: str) -> Expression:
    """Read a text of Terraform JSON: `https://${var.host}/cb`; one that is a single `${…}` becomes its expression.

    Raises:
        UnreadExpressionError: It is no template.
    """
    return _Parser(text).template(quoted=False)


class _Parser(Brackets):
    """Recursive descent, a method a construct of the language."""

    def expression(self) -> Expression:
        self.cursor.enter(newlines_matter=self.cursor.newlines_matter)
        expression = self._binary(0)
        if self.cursor.take("?"):
            yes = self.expression()
            self.cursor.expect(":")
            expression = Conditional(expression, yes, self.expression())
        self.cursor.leave()
        return expression

    def _binary(self, least: int) -> Expression:
        left = self._unary()
        for _ in range(_LONGEST):
            operator = self.cursor.sign
            level = _LEVELS.get(operator, -1)
            if level < least:
                return left
            self.cursor.take(operator)
            left = Binary(operator, left, self._binary(level + 1))
        raise self.cursor.unread()

    def _unary(self) -> Expression:
        operators: list[str] = []
        while operator := self.cursor.take("-", "!"):
            operators.append(operator)
            if len(operators) > _LONGEST:
                raise self.cursor.unread()
        expression = self._path(self._term())
        for operator in reversed(operators):
            expression = Unary(operator, expression)
        return expression

    def _path(self, expression: Expression) -> Expression:
        for _ in range(_LONGEST):
            sign = self.cursor.take(".", "[")
            if not sign:
                return expression
            if sign == "." and self.cursor.take("*"):
                expression = Splat(expression, self._attributes(Name(SPLAT)))
            elif sign == ".":
                expression = self._attribute(expression)
            elif self.cursor.take("*"):
                self.cursor.expect("]")
                return Splat(expression, self._path(Name(SPLAT)))
            else:
                self.cursor.enter()
                expression = Index(expression, self.expression())
                self.cursor.expect("]")
                self.cursor.leave()
        raise self.cursor.unread()

    def _attributes(self, expression: Expression) -> Expression:
        for _ in range(_LONGEST):
            if not self.cursor.take("."):
                return expression
            expression = self._attribute(expression)
        raise self.cursor.unread()

    def _attribute(self, expression: Expression) -> Expression:
        if name := self.cursor.name():
            return Index(expression, Literal(name, bare=True))
        if digits := self.cursor.digits():
            return Index(expression, Literal(int(digits[:18])))
        raise self.cursor.unread()

    def _term(self) -> Expression:
        number = self.cursor.number()
        if number is not None:
            return Literal(number)
        if name := self.cursor.name():
            return self._named(name)
        match self.cursor.take('"', "(", "[", "{", "<<", "<<-"):
            case '"':
                found = self.template(quoted=True)
            case "(":
                self.cursor.enter()
                found = self.expression()
                self.cursor.expect(")")
                self.cursor.leave()
            case "[":
                found = self.tuple()
            case "{":
                found = self.object()
            case ("<<" | "<<-") as sign:
                found = self.heredoc(flush=sign == "<<-")
            case _:
                raise self.cursor.unread()
        return found

    def _named(self, name: str) -> Expression:
        while self.cursor.take("::"):
            name += f"::{self.cursor.name()}"
        if not self.cursor.take("("):
            return Literal(_CONSTANTS[name]) if name in _CONSTANTS else Name(name)
        self.cursor.enter()
        arguments: list[Expression] = []
        spread = False
        while not self.cursor.take(")"):
            arguments.append(self.expression())
            spread = bool(self.cursor.take("..."))
            if not self.cursor.take(","):
                self.cursor.expect(")")
                break
        self.cursor.leave()
        return Call(name, tuple(arguments), spread)
