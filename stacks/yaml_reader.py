"""Turn YAML text into plain data, event by event, within bounds.

Strict on purpose: YAML 1.2 alone, one document, no aliases (a few lines of them can fill the memory), no tags, no
duplicate keys, no Terraform expressions, in keys as in values. It stops at the first fault: text that is no good is
not read to its end.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode

from constructs_lib.declaration.texts.allowed import expression_in, hidden_character, shown_character
from stacks.environment_error import EnvironmentFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as File

    from ruamel.yaml.events import Event

    from stacks.yaml_document import Value

__all__ = ["MAX_DEPTH", "MAX_DIGITS", "MAX_KEY", "MAX_TEXT", "MAX_VALUES", "YamlReader"]

MAX_DEPTH = 16
"""Mappings and lists within each other; what an environment declares needs nine."""
MAX_VALUES = 50_000
"""Keys, values and items of one file."""
MAX_KEY = 256
"""Characters of a key."""
MAX_TEXT = 65_536
"""Characters of a value."""
MAX_DIGITS = 15
"""Digits of a number: what Terraform and JSON keep exactly."""

_DIRECTIVE = re.compile(r"^\ufeff?%", re.MULTILINE)
_UNREADABLE = "the parser cannot read this line"
_ALIAS = (
    "YAML aliases ('*name') are not allowed: write this value out where it is used, or a '*' that is meant in quotes"
)
_LONGEST_NUMBER = 32

_Path = tuple[str | int, ...]


class YamlReader:
    """Reads one text.

    Args:
        file: The file's name in messages.
        placed: Called with the path of each key and item, and its line.
    """

    def __init__(self, file: File, placed: Callable[[_Path, int], None]) -> None:
        self._file = file
        self._placed = placed
        self._count = 0
        self._yaml = YAML(typ="safe", pure=True)

    def read(self, text: str) -> Value:
        """Return what the text says; None where it says nothing.

        Raises:
            EnvironmentFileError: It is not YAML, or none that is allowed here.
        """
        if directive := _DIRECTIVE.search(text):
            message = "directives ('%…') are not allowed: the file is YAML 1.2, remove the line"
            raise self._fault(_line_of(text, directive.end() - 1), message)
        if (at := hidden_character(text)) is not None:
            raise self._fault(
                _line_of(text, at), f"the character {shown_character(text[at])} is not allowed: remove it"
            )
        try:
            _, self._parser = self._yaml.get_constructor_parser(text)
            return self._documents()
        except EnvironmentFileError:
            raise
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line if mark else self._line
            if "scanning an alias" in str(error.context):
                raise self._fault(line, _ALIAS) from None
            if "\\t" in str(error.problem):
                raise self._fault(line, "not valid YAML: this is a tab: use spaces") from None
            raise self._fault(line, f"not valid YAML: {error.problem or _UNREADABLE}") from None
        except YAMLError as error:
            raise self._fault(
                self._line, f"not valid YAML: {str(error).partition(chr(10))[0] or _UNREADABLE}"
            ) from None
        except (ValueError, OverflowError, IndexError, AttributeError, TypeError, AssertionError):
            # How ruamel.yaml ends at "\UFFFFFFFF" and its like.
            raise self._fault(self._line, f"not valid YAML: {_UNREADABLE}") from None

    @property
    def _line(self) -> int:
        """The line that the parser has come to, counted from 0."""
        return int(self._yaml.reader.line)

    def _fault(self, line: int, message: str) -> EnvironmentFileError:
        return EnvironmentFileError([f"{self._file}:{line + 1}: {message}"])

    def _event(self) -> Event:
        event: Event = self._parser.get_event()
        return event

    def _documents(self) -> Value:
        self._event()  # the stream's start
        data: Value = None
        if self._parser.check_event(DocumentStartEvent):
            self._event()
            root = self._event()
            self._placed((), root.start_mark.line + 1)
            data = self._value((), root)
            self._event()  # the document's end
        if self._parser.check_event(DocumentStartEvent):
            raise self._fault(self._event().start_mark.line, "a second document begins here: one file is one document")
        return data

    def _value(self, path: _Path, event: Event) -> Value:
        line = event.start_mark.line
        if isinstance(event, AliasEvent):
            raise self._fault(line, _ALIAS)
        if getattr(event, "tag", None) is not None:
            raise self._fault(line, "YAML tags ('!name') are not allowed: remove it")
        self._count += 1
        if self._count > MAX_VALUES:
            raise self._fault(
                line, f"the file has more than {MAX_VALUES} keys and values: put teams into files of their own"
            )
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if len(path) >= MAX_DEPTH:
            raise self._fault(line, f"mappings and lists are nested more than {MAX_DEPTH} deep")
        return self._mapping(path) if isinstance(event, MappingStartEvent) else self._sequence(path)

    def _mapping(self, path: _Path) -> dict[str, Value]:
        result: dict[str, Value] = {}
        while not self._parser.check_event(MappingEndEvent):
            event = self._event()
            line = event.start_mark.line
            key = self._key(path, event)
            if key in result:
                raise self._fault(line, f"key '{key}' is here twice: remove one")
            self._placed((*path, key), line + 1)
            result[key] = self._value((*path, key), self._event())
        self._event()
        return result

    def _key(self, path: _Path, event: Event) -> str:
        line = event.start_mark.line
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            raise self._fault(line, "a key must be text")
        if isinstance(event, ScalarEvent) and len(event.value) > MAX_KEY:
            raise self._fault(line, f"a key has at most {MAX_KEY} characters, got '{event.value}'")
        self._value(path, event)  # the same rules as for values
        return str(getattr(event, "value", ""))

    def _sequence(self, path: _Path) -> list[Value]:
        result: list[Value] = []
        while not self._parser.check_event(SequenceEndEvent):
            event = self._event()
            here = (*path, len(result))
            self._placed(here, event.start_mark.line + 1)
            result.append(self._value(here, event))
        self._event()
        return result

    def _scalar(self, event: ScalarEvent) -> str | int | float | bool | None:
        text, line = str(event.value), event.start_mark.line
        if len(text) > MAX_TEXT:
            raise self._fault(line, f"a value has at most {MAX_TEXT} characters, this one has {len(text)}")
        if expression := expression_in(text):
            raise self._fault(line, f"{expression} are not allowed in environment files")
        if (at := hidden_character(text)) is not None:
            raise self._fault(line, f"the character {shown_character(text[at])} is not allowed: remove it")
        tag = str(self._yaml.resolver.resolve(ScalarNode, event.value, event.implicit)).rpartition(":")[2]
        if tag in {"int", "float"}:
            return self._number(tag, text, line)
        return None if tag == "null" else text.lower() == "true" if tag == "bool" else text

    def _number(self, tag: str, text: str, line: int) -> str | int | float:
        if len(text) > _LONGEST_NUMBER:
            raise self._fault(line, f"a number has at most {MAX_DIGITS} digits, this one has {len(text)}")
        digits = text.replace("_", "")
        try:
            value = int(digits, 0) if tag == "int" else float(digits)
        except ValueError:  # such as 0777, which YAML 1.2 takes for a number and Python does not
            return text
        if not math.isfinite(value) or abs(value) >= 10**MAX_DIGITS:
            raise self._fault(line, f"a number has at most {MAX_DIGITS} digits, got {text}")
        return value


def _line_of(text: str, index: int) -> int:
    return text.count("\n", 0, index)
