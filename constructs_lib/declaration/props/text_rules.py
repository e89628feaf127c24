"""Rules of texts as metadata of their types: validation, the JSON Schemas and the reference page read the same ones."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from pydantic_core import core_schema

from constructs_lib.declaration.texts.invisible import shows_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

__all__ = [
    "ALL_VISIBLE",
    "NORMALIZED",
    "TextCheck",
    "TextLength",
    "TextPattern",
    "TextReason",
    "is_unresolved",
    "text_rules",
]


def is_unresolved(value: str) -> bool:
    """Tell whether a string holds a CDK token or a Terraform expression, so that its value is unknown at synth."""
    return "${" in value


class _TextRule(ABC):
    """One rule of a text: metadata of an `Annotated` type; several hold together, and the first broken one speaks.

    Raises:
        ValueError: From a type's validation: the text breaks the rule. An unresolved text breaks none.
    """

    rule: str

    @abstractmethod
    def holds(self, value: str) -> bool:
        """Tell whether a text keeps the rule."""

    @abstractmethod
    def describe(self, schema: JsonSchemaValue) -> JsonSchemaValue:
        """Return the JSON Schema of a text with this rule added."""

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Add the rule to the validation of a text."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Add the rule to the JSON Schema of a text."""
        return self.describe(handler(schema))

    def fault(self, value: str) -> str:  # noqa: ARG002 - a rule of several ways to break it says which
        """Say what a text that breaks the rule should be."""
        return self.rule

    def _check(self, value: str) -> str:
        if not is_unresolved(value) and not self.holds(value):
            raise ValueError(f"{self.fault(value)}, got '{value}'")
        return value


@dataclass(frozen=True)
class TextPattern(_TextRule):
    r"""A pattern that a text matches as a whole.

    Attributes:
        pattern: Regular expression that means the same in Python and in ECMA-262 with the flag `u`, as JSON Schema
            wants it: classes of characters are written out (`[0-9]`, no `\d`), nothing is escaped without need.
        rule: What the message says of a text that does not match.
        examples: Texts that match; editors offer them.
    """

    pattern: str
    rule: str
    examples: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The pattern with both ends, as JSON Schema needs it: there a pattern matches anywhere."""
        return f"^(?:{self.pattern})$" if "|" in self.pattern else f"^{self.pattern}$"

    def holds(self, value: str) -> bool:
        """Tell whether a text matches as a whole."""
        return re.fullmatch(self.pattern, value) is not None

    def describe(self, schema: JsonSchemaValue) -> JsonSchemaValue:
        """Return the JSON Schema with the pattern, its message and its examples."""
        result = dict(schema)
        # `patternErrorMessage` is yaml-language-server's: the editor says what the product says.
        found = {"pattern": self.whole, "patternErrorMessage": self.rule}
        if "pattern" in result:
            result["allOf"] = [*result.get("allOf", []), found]
        else:
            result |= found
        if self.examples:
            result["examples"] = list(self.examples)
        return result


@dataclass(frozen=True)
class TextLength(_TextRule):
    """How many characters a text has at most.

    Attributes:
        most: Their number.
    """

    most: int

    @property
    def rule(self) -> str:  # type: ignore[override] # follows from the number
        """What the message says of a text that is longer."""
        return f"Keycloak stores {self.most} characters at most: shorten it"

    def holds(self, value: str) -> bool:
        """Tell whether a text is short enough."""
        return len(value) <= self.most

    def describe(self, schema: JsonSchemaValue) -> JsonSchemaValue:
        """Return the JSON Schema with the length."""
        return {**schema, "maxLength": self.most}


@dataclass(frozen=True)
class TextCheck(_TextRule):
    """What no pattern can say: editors do not see it, and it is checked when the file is read.

    Attributes:
        check: Tells whether a text keeps the rule.
        rule: What the message says of a text that does not.
    """

    check: Callable[[str], bool]
    rule: str

    def holds(self, value: str) -> bool:
        """Tell whether a text keeps the rule."""
        return self.check(value)

    def describe(self, schema: JsonSchemaValue) -> JsonSchemaValue:
        """Return the JSON Schema with a comment that says what it lacks."""
        return _commented(schema, self.rule)


@dataclass(frozen=True)
class TextReason(_TextRule):
    """As a `TextCheck`, where a text may break the rule in several ways, each with its own remedy.

    Attributes:
        reason: Says what is wrong with a text; None where it keeps the rule.
        rule: What is right; the message goes on with the reason.
    """

    reason: Callable[[str], str | None]
    rule: str

    def holds(self, value: str) -> bool:
        """Tell whether a text keeps the rule."""
        return self.reason(value) is None

    def fault(self, value: str) -> str:
        """Say what is right, and what is wrong."""
        return f"{self.rule}: {self.reason(value)}"

    def describe(self, schema: JsonSchemaValue) -> JsonSchemaValue:
        """Return the JSON Schema with a comment that says what it lacks."""
        return _commented(schema, self.rule)


def _unnormalized(value: str) -> str | None:
    """Say where a text leaves NFC: both forms look the same."""
    normal = unicodedata.normalize("NFC", value)
    if normal == value:
        return None
    at = next((index for index, pair in enumerate(zip(value, normal, strict=False)) if len(set(pair)) > 1), 0)
    return f"write U+{ord(normal[at]):04X} for character {at + 1}, which is U+{ord(value[at]):04X}"


def _commented(schema: JsonSchemaValue, rule: str) -> JsonSchemaValue:
    """Add to what a schema says that it does not check."""
    before = schema.get("$comment")
    return {**schema, "$comment": f"{before}; {rule}" if before else f"Checked beyond the pattern: {rule}"}


ALL_VISIBLE = TextCheck(
    shows_all, "a name that machines compare has only characters that people see: take out the others"
)
"""For texts of any script that decide who somebody is: none may look like another one."""


NORMALIZED = TextReason(
    _unnormalized, "a name that machines compare is in Unicode's normal form NFC, which Terraform turns all texts into"
)
"""For the same texts: Terraform turns what it reads into NFC, so that another form may become somebody else's name."""


def text_rules(kind: object) -> tuple[_TextRule, ...]:
    """Return the rules of a type such as `Duration`, in the order of their checks.

    Args:
        kind: An `Annotated` text; any other type has none.
    """
    return tuple(item for item in get_args(kind)[1:] if isinstance(item, _TextRule))
