"""A question that the declaration cannot answer: a name in it means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["QuestionError", "UnknownNameError"]


class QuestionError(ValueError):
    """Its text is one line: what is wrong with the question, and what to ask instead."""


class UnknownNameError(QuestionError):
    """A name that nothing has; the text offers the nearest one.

    Args:
        fault: Such as `no model 'fraud'`.
        name: What was asked for.
        known: What there is.
    """

    def __init__(self, fault: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"{fault}: {hint(name, known)}")
