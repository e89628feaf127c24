"""Tuples, objects and `for` expressions."""

from __future__ import annotations

from constructs_lib.guardrails.hcl.templates import Templates
from constructs_lib.guardrails.hcl.tree import Expression, For, Literal, Object, Tuple

__all__ = ["Brackets"]


class Brackets(Templates):
    """Reads what stands in `[…]` and `{…}`."""

    def tuple(self) -> Expression:
        """Read what follows `[`."""
        self.cursor.enter()
        if self.cursor.word("for"):
            return self._for("]")
        items: list[Expression] = []
        while not self.cursor.take("]"):
            items.append(self.expression())
            if not self.cursor.take(","):
                self.cursor.expect("]")
                break
        self.cursor.leave()
        return Tuple(tuple(items))

    def object(self) -> Expression:
        """Read what follows `{`."""
        start = self.cursor.at
        self.cursor.enter()
        if self.cursor.word("for") and self.cursor.sign not in {"=", ":"}:
            return self._for("}")
        self.cursor.leave()
        self.cursor.at = start
        self.cursor.enter(newlines_matter=True)
        entries: list[tuple[Expression, Expression]] = []
        while True:
            self.cursor.skip(newlines=True)
            if self.cursor.take("}"):
                break
            key = self._key()
            if not self.cursor.take("=", ":"):
                raise self.cursor.unread()
            self.cursor.skip(newlines=True)
            entries.append((key, self.expression()))
            if not self.cursor.take(",") and not self.cursor.at_line_end and self.cursor.sign != "}":
                raise self.cursor.unread()
        self.cursor.leave()
        return Object(tuple(entries))

    def _key(self) -> Expression:
        """Read an object's key: a bare name is a text."""
        start = self.cursor.at
        name = self.cursor.name()
        if name and self.cursor.sign in {"=", ":"}:
            return Literal(name, bare=True)
        self.cursor.at = start
        return self.expression()

    def _for(self, end: str) -> Expression:
        names = [self._bound()]
        if self.cursor.take(","):
            names.append(self._bound())
        if not self.cursor.word("in"):
            raise self.cursor.unread()
        source = self.expression()
        self.cursor.expect(":")
        item = self.expression()
        item_key: Expression | None = None
        grouped = False
        if end == "}":
            self.cursor.expect("=>")
            item_key, item = item, self.expression()
            grouped = bool(self.cursor.take("..."))
        condition = self.expression() if self.cursor.word("if") else None
        self.cursor.expect(end)
        self.cursor.leave()
        key = names[0] if len(names) > 1 else None
        return For(key, names[-1], source, item, item_key, condition, grouped)

    def _bound(self) -> str:
        name = self.cursor.name()
        if not name:
            raise self.cursor.unread()
        return name
