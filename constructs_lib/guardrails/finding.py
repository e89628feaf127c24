"""What the guardrails found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.level import Level

if TYPE_CHECKING:
    from constructs_lib.guardrails.exemption import ExemptionProps
    from constructs_lib.guardrails.rule import Rule

__all__ = ["GuardrailFinding", "Locate", "SourcePlace"]


@dataclass(frozen=True)
class SourcePlace:
    """A line of a declaration's file, printed as `environments/prod.yaml:12`.

    Attributes:
        file: The file, as people name it, with `/` between folders.
        line: The line, from 1 on.
    """

    file: str
    line: int

    def __str__(self) -> str:
        """Return `file:line`."""
        return f"{self.file}:{self.line}"


Locate = Callable[[str], SourcePlace | None]
"""Finds what caused a finding, by the path of its construct."""


@dataclass(frozen=True)
class GuardrailFinding:
    """A violation of a rule, exempted or not.

    Attributes:
        environment: Name of the environment, or of the app where there is none.
        rule: The rule.
        path: Path of the construct.
        label: How people call it.
        fault: What is wrong with it.
        exemption: The exemption that covers it.
        place: Where what caused it is declared; None where no file did.
        own_level: What it does, where that is another than the rule's.
    """

    environment: str
    rule: Rule
    path: str
    label: str
    fault: str
    exemption: ExemptionProps | None = None
    place: SourcePlace | None = None
    own_level: Level | None = None

    @property
    def level(self) -> Level:
        """What it does."""
        return self.own_level or self.rule.level

    @property
    def stops(self) -> bool:
        """`cdktf synth` fails because of it."""
        return self.exemption is None and self.level is Level.ERROR

    @property
    def line(self) -> str:
        """The one line that a person reads: where, which rule, what is wrong, how to mend it."""
        where = f"{self.place}: " if self.place else ""
        text = f"{self.label}: {self.fault}: {self.rule.remedy} ({self.rule.source})"
        return one_line(f"{where}{self.path}: {self.rule.id}: {text}")
