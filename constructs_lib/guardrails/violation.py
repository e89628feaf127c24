"""One objection of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.guardrails.level import Level
    from constructs_lib.guardrails.terraform.subject import Subject

__all__ = ["Violation"]


@dataclass(frozen=True)
class Violation:
    """One place that a rule objects to.

    Attributes:
        subject: The resource, variable, output or stack.
        fault: What is wrong with it, without its name and without secrets: `redirect URI 'http://x' is not https`.
        level: What it does, where that is another than the rule's.
        actions: What is granted, of a rule whose exemptions say so: `predict`, or `*` for everything.
        stays_here: What it is about does not leave the machine where Keycloak runs on that one too.
        declared: Where what breaks the rule is declared, from the declaration's root, where that is not what the
            subject is made from.
        argument: What it is about: `login_theme`, `lifecycle.ignore_changes`, or `*` for a whole block. A rule that
            gives way to others says it; another one where it is not what it asks for.
        named: What an exemption has to name in `arguments`, and nothing less, where that is another than `argument`:
            `role_ids = fraud:predict`.
    """

    subject: Subject
    fault: str
    level: Level | None = None
    actions: frozenset[str] = frozenset()
    stays_here: bool = False
    declared: tuple[str, ...] | None = None
    argument: str | None = None
    named: str | None = None
