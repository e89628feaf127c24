"""Exemptions from guardrails, as data."""

from __future__ import annotations

import datetime as dt
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props.base import Props
from constructs_lib.guardrails.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ExemptionProps", "exemption_findings"]


class ExemptionProps(Props):
    """One guardrail that shall not apply to some resources, with a reason that a reviewer can judge."""

    rule: str = Field(pattern=r"^KC-[A-Z0-9-]+$")
    """Id of the rule, such as `KC-PASSWORD-GRANT`."""
    resource: str = Field(min_length=1)
    """Path as the finding prints it; `*` stands for any text: `demo-*/Access/People/*`."""
    reason: str = Field(min_length=10)
    """Why the deviation is acceptable here."""
    until: dt.date | None = None
    """Last day on which it holds, such as `2027-03-31`; past it the exemption is an error. Left out: no end."""

    @field_validator("resource")
    @classmethod
    def _not_everything(cls, value: str) -> str:
        if not value.strip("*/?[]"):
            raise ValueError(f"name the resource, as the finding prints it, got '{value}'")
        return value

    def covers(self, rule_id: str, path: str) -> bool:
        """Tell whether a violation of a rule at a path is exempted, whatever the date."""
        # fnmatch reads `[...]` as a set of characters; in our paths it is the key of an instance.
        pattern = self.resource.replace("[", "[[]")
        return self.rule == rule_id and fnmatchcase(path, pattern)

    def has_expired(self, today: dt.date) -> bool:
        """Tell whether `until` has passed."""
        return self.until is not None and today > self.until


def exemption_findings(exemptions: Sequence[ExemptionProps], *, today: dt.date) -> Iterator[Finding]:
    """Say what is wrong with exemptions themselves.

    Args:
        exemptions: The list `exemptions` of an environment.
        today: The day that their dates are compared with.
    """
    known = sorted(rule.id for rule in RULES)
    for index, exemption in enumerate(exemptions):
        subject = f"exemption from {exemption.rule} for '{exemption.resource}'"
        if exemption.rule not in known:
            yield Finding(
                ("exemptions", index, "rule"), f"{subject}: there is no such rule: {hint(exemption.rule, known)}"
            )
        elif exemption.has_expired(today):
            yield Finding(
                ("exemptions", index, "until"),
                f"{subject}: it ended on {exemption.until}: mend the resource, or write a new date and reason",
            )
