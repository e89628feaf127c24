"""What the guardrails found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.rule_keys import rule_keys
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


Locate = Callable[[str | tuple[str, ...]], SourcePlace | None]
"""Finds what caused a finding, by the path of its construct, or by its keys in the declaration."""


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
        needless: Nobody has to mend or exempt it, because Keycloak is on this machine.
        also: Where what it contradicts is declared, where that is elsewhere.
    """

    environment: str
    rule: Rule
    path: str
    label: str
    fault: str
    exemption: ExemptionProps | None = None
    place: SourcePlace | None = None
    own_level: Level | None = None
    needless: bool = False
    also: SourcePlace | None = None

    @property
    def level(self) -> Level:
        """What it does."""
        return self.own_level or self.rule.level

    @property
    def stops(self) -> bool:
        """`cdktf synth` fails because of it."""
        return self.is_open and self.level is Level.ERROR

    @property
    def is_open(self) -> bool:
        """Somebody has to mend it, or to exempt it."""
        return self.exemption is None and not self.needless

    @property
    def where(self) -> str:
        """Where it stands, as one line without secrets; `path` is what exemptions are compared with."""
        return one_line(f"{self.place}: {self.path}" if self.place else self.path)

    @property
    def said(self) -> str:
        """What is wrong with what, as one line without secrets."""
        return one_line(f"{self.label}: {self.fault}" + (f" ({self.also})" if self.also else ""))

    @property
    def remedy(self) -> str:
        """How to mend it; where a file declares it, by which keys of that."""
        keys = rule_keys(self.rule.id, self.path) if self.place else ()
        return self.rule.remedy + (f": here by {' or '.join(keys)}" if keys else "")

    @property
    def line(self) -> str:
        """The one line that a person reads: where, which rule, what is wrong, how to fix it."""
        return f"{self.where}: {self.rule.id}: {self.said}: {self.remedy} ({self.rule.source})"
