"""A setting that a deployment makes in a realm that was there before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Of", "OwnValue"]

Of = Literal["realm", "api", "consumer", "application", "person"]
"""What a setting is of."""


@dataclass(frozen=True)
class OwnValue:
    """An argument of a resource.

    Attributes:
        of: What it is a setting of.
        resource: Type of the provider's resource.
        argument: Its argument; of a block within it, `block.argument`.
        ours: What it becomes where nothing is declared, in words.
        key: Key of environment files that says another value, `*` for a name; None where there is none.
        rule: Guardrail that objects to what is weaker than ours, so that it needs an exemption; None where none does.
        note: What else is to be known of it, a sentence; empty where there is nothing.
        is_kept: Where there is no key, its value can be kept by the argument's name, under `kept.settings`.
    """

    of: Of
    resource: str
    argument: str
    ours: str
    key: str | None = None
    rule: str | None = None
    note: str = ""
    is_kept: bool = True
