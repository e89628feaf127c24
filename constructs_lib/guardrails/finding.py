"""What the guardrails found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Level

if TYPE_CHECKING:
    from constructs_lib.guardrails.exemption import ExemptionProps
    from constructs_lib.guardrails.rule import Rule

__all__ = ["GuardrailFinding"]


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
    """

    environment: str
    rule: Rule
    path: str
    label: str
    fault: str
    exemption: ExemptionProps | None = None

    @property
    def stops(self) -> bool:
        """`cdktf synth` fails because of it."""
        return self.exemption is None and self.rule.level is Level.ERROR

    @property
    def line(self) -> str:
        """The one line that a person reads: where, which rule, what is wrong, how to mend it."""
        return f"{self.path}: {self.rule.id}: {self.label}: {self.fault}: {self.rule.remedy} ({self.rule.source})"
