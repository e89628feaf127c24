"""What is wrong with a declaration, found before anything is synthesized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.texts.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DeclarationError", "Finding"]


@dataclass(frozen=True)
class Finding:
    """One fault of a declaration.

    Attributes:
        path: Where it stands, from the declaration's root: `("api", "redirect_uris", 0)`.
        message: Subject, fault and remedy; the error shows it as one line, without secrets.
        also: What it contradicts, where that stands elsewhere.
    """

    path: tuple[str | int, ...]
    message: str
    also: tuple[str | int, ...] | None = None


class DeclarationError(ValueError):
    """A declaration that cannot be synthesized; its text has one line a finding."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(one_line(finding.message) for finding in findings))
        self.findings = tuple(findings)
