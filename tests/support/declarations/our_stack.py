"""A stack of ours, which tests change as a user's own code would, beside what it was declared and emitted as."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.emitted import Emitted
from tests.support.declarations.declarations import build_declaration

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.rule import Rule

    Change = Callable[[dict[str, Any]], None]

__all__ = ["OurStack"]


@dataclass(frozen=True)
class OurStack:
    """A stack with nothing but the construct in it, synthesized once.

    Attributes:
        checked: What it is declared by.
    """

    checked: CheckedDeclaration[Declaration]

    @cached_property
    def _json(self) -> dict[str, Any]:
        return build_declaration(self.checked, self.checked.features).json

    @cached_property
    def emitted(self) -> dict[str, Emitted]:
        """What the construct emitted into it."""
        return {"stack": Emitted.of([({}, self._json)])}

    def made(self) -> dict[str, Any]:
        """Return its Terraform JSON, to change."""
        return copy.deepcopy(self._json)

    def configuration(self, body: dict[str, Any]) -> Configuration:
        """Return what rules judge, where the stack has become another.

        Args:
            body: Its Terraform JSON as it is now.
        """
        return Configuration({"stack": body}, declared=[self.checked], emitted=self.emitted)

    def faults_after(self, rule: Rule, *changes: Change) -> list[str]:
        """Return what a rule says of the stack after some changes: `label: fault`."""
        body = self.made()
        for change in changes:
            change(body)
        return [f"{each.subject.label}: {each.fault}" for each in rule.judge(self.configuration(body))]
