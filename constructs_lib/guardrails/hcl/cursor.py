"""A place in a text, and the tokens at it."""

from __future__ import annotations

import json
import re

__all__ = ["Cursor", "UnreadExpressionError"]

_BLANK = re.compile(r"(?:[ \t\r]|#[^\n]*|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_BLANK_AND_NEWLINES = re.compile(r"(?:\s|#[^\n]*|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_SIGN = re.compile(r"\.\.\.|=>|==|!=|<=|>=|<<-?|&&|\|\||::|[()\[\]{},.:=?*/%+<>!~\"-]")
_NAME = re.compile(r"[^\W\d][\w-]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DIGITS = re.compile(r"\d+")
_ESCAPE = re.compile(r"\\(?:[nrt\"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")

_DEEPEST = 60


class UnreadExpressionError(ValueError):
    """The text is no expression, or one that is nested too deep."""


class Cursor:
    """Reads tokens of a text, one after the other.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._newlines_matter = [False]
        self._depth = 0

    @property
    def ended(self) -> bool:
        """There is nothing left."""
        return self.at >= len(self.text)

    @property
    def newlines_matter(self) -> bool:
        """A newline ends what stands before it: between the entries of an object."""
        return self._newlines_matter[-1]

    @property
    def at_line_end(self) -> bool:
        """A newline comes next, after blanks and comments."""
        self.skip()
        return self.text.startswith("\n", self.at)

    def enter(self, *, newlines_matter: bool = False) -> None:
        """Go into brackets: newlines matter between an object's entries, and nowhere else.

        Raises:
            UnreadExpressionError: These are too many brackets within brackets.
        """
        self._newlines_matter.append(newlines_matter)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.unread()

    def leave(self) -> None:
        """Come out of brackets."""
        self._newlines_matter.pop()
        self._depth -= 1

    def skip(self, *, newlines: bool = False) -> None:
        """Pass blanks and comments, and newlines where they do not matter."""
        pattern = _BLANK_AND_NEWLINES if newlines or not self.newlines_matter else _BLANK
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    @property
    def sign(self) -> str:
        """The sign that comes next, empty where none does."""
        self.skip()
        match = _SIGN.match(self.text, self.at)
        return match[0] if match else ""

    def take(self, *signs: str) -> str:
        """Pass a sign, if it is one of these; return it, or nothing."""
        sign = self.sign
        if sign not in signs or not sign:
            return ""
        self.at += len(sign)
        return sign

    def expect(self, sign: str) -> None:
        """Pass a sign.

        Raises:
            UnreadExpressionError: Another thing comes next.
        """
        if not self.take(sign):
            raise self.unread()

    def name(self) -> str:
        """Pass a name; return it, or nothing."""
        return self._match(_NAME)

    def digits(self) -> str:
        """Pass an index such as that of `list.0`; return it, or nothing."""
        return self._match(_DIGITS)

    def number(self) -> int | float | None:
        """Pass a number; return it, or None.

        Raises:
            UnreadExpressionError: It is larger than a floating-point number can be.
        """
        text = self._match(_NUMBER)
        if not text:
            return None
        if text.isdecimal():
            # Python converts no text of more than 4300 digits.
            return int(text) if len(text) < _DEEPEST else self._too_large()
        value = float(text)
        if value in (float("inf"), float("-inf")):
            self._too_large()
        return int(value) if value.is_integer() else value

    def word(self, word: str) -> bool:
        """Pass a word, if it comes next; tell whether it did."""
        start = self.at
        if self.name() == word:
            return True
        self.at = start
        return False

    def escape(self) -> str:
        r"""Pass an escape of a quoted text, such as `\n`; return what it stands for.

        Raises:
            UnreadExpressionError: There is no such escape.
        """
        match = _ESCAPE.match(self.text, self.at)
        if match is None:
            raise self.unread()
        self.at = match.end()
        if match[0][1] == "U":
            try:
                return chr(int(match[0].removeprefix("\\U"), base=16))
            except (OverflowError, ValueError):
                raise self.unread() from None
        return str(json.loads(f'"{match[0]}"'))

    def unread(self) -> UnreadExpressionError:
        """Return the error that says where reading stopped."""
        return UnreadExpressionError(f"at character {self.at + 1} of '{self.text[:60]}'")

    def _too_large(self) -> int:
        raise self.unread()

    def _match(self, pattern: re.Pattern[str]) -> str:
        self.skip()
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]
