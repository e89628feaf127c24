"""An access rule that is broken, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import AccessRuleProps

__all__ = ["BrokenRule"]

_SHOWN = 3


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a grant breaks, or that lacks one.

    Attributes:
        name: The rule's name.
        rule: The rule.
        path: Where the grant is declared, from the declaration's root; of `always`, whoever lacks one.
        principals: Who has what they may not have, or lacks what they shall have.
        pairs: What that is.
        reason: Why they have it; None of `always`.
    """

    name: str
    rule: AccessRuleProps
    path: tuple[str, ...]
    principals: tuple[Principal, ...]
    pairs: tuple[ModelAction, ...]
    reason: Reason | None = None

    @property
    def rule_path(self) -> tuple[str, ...]:
        """Where the rule is declared."""
        return ("access_rules", self.name)

    @property
    def fault(self) -> str:
        """What is wrong, with the rule and its reason."""
        why = self.rule.reason.rstrip(".")
        if not self.principals:
            return f"access rule '{self.name}' is about nobody"
        if self.reason is None:
            disabled = "" if all(each.enabled for each in self.principals) else "is disabled, and "
            return (
                f"{self._whom} {disabled}may not for certain use {self._what}, as access rule '{self.name}' asks: {why}"
            )
        unknown = any(not each.is_declared for each in self.principals)
        doubt = "; nobody can say here who that is" if unknown else ""
        says = "forbids" if self.rule.never else "keeps for others"
        return f"{self._whom} may {self._what} ({self.reason}{doubt}), which access rule '{self.name}' {says}: {why}"

    @property
    def remedy(self) -> str:
        """What to do, in the imperative."""
        if not self.principals:
            return "change it, or declare whom it is about"
        if self.reason is None:
            by_login = "" if all(each.is_machine for each in self.principals) else ", with an application to log in to"
            return f"grant it without an end{by_login}, or change the rule"
        return "take the grant back, or change the rule"

    def finding(self, realm: str) -> Finding:
        """Return it as a fault of a declaration.

        Args:
            realm: Name of the realm.
        """
        return Finding(self.path, f"realm '{realm}', {self.fault}: {self.remedy}", also=self.rule_path)

    @property
    def _whom(self) -> str:
        return _listed([str(each) for each in self.principals])

    @property
    def _what(self) -> str:
        return _listed([f"'{pair.shown}'" for pair in self.pairs])


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
