"""Rules that look at one flag of a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.readings import as_flag
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["FlagRule", "SettingRule"]


class FlagRule(Rule):
    """A rule that declares which flag it looks at, instead of a `judge` of its own."""

    types: ClassVar[tuple[str, ...]]
    """Resource types."""
    flag: ClassVar[str]
    """The argument; `.` goes into blocks."""
    right: ClassVar[bool]
    """What it has to be."""
    default: ClassVar[bool] = False
    """What it is when it is left out."""
    fault: ClassVar[str]
    """What to say of a wrong one."""
    fault_left_out: ClassVar[str | None] = None
    """What to say where it is wrong because it is left out; the same as `fault` by default."""

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each resource whose flag is wrong, by choice or by default."""
        for resource in configuration.resources(*self.types):
            if not self.concerns(resource):
                continue
            value = self.read(resource)
            if value is None and self.default is not self.right:
                yield resource.violation(self.fault_left_out or self.fault)
            elif value is not None and not isinstance(value, Symbol) and self.is_wrong(value):
                yield resource.violation(self.fault)

    def concerns(self, resource: Resource) -> bool:  # noqa: ARG002 - for subclasses
        """Tell whether the flag matters on a resource: on all, by default."""
        return True

    def read(self, resource: Resource) -> Value:
        """Return the flag as it stands there."""
        return resource.flag(self.flag)

    def is_wrong(self, value: Value) -> bool:
        """Tell whether a known value is another than the right one."""
        return as_flag(value) is not self.right


class SettingRule(FlagRule):
    """The same for an entry of `extra_config`."""

    def read(self, resource: Resource) -> Value:
        """Return the entry."""
        return resource.flag_setting(self.flag)

    def is_wrong(self, value: Value) -> bool:
        """Tell whether a known value is another than the right one; Keycloak compares without regard to case."""
        return str(value).lower() != str(self.right).lower()
