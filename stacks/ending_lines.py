"""Grants and certificates that end soon, or have ended: what a synth says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.ending_certificates import ending_certificates
from constructs_lib.declaration.ending_grants import SOON_DAYS, ending_grants
from constructs_lib.declaration.texts.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.guardrails.finding import SourcePlace
    from stacks.environment import Environment

__all__ = ["ending_lines"]


def ending_lines(
    name: str,
    checked: CheckedDeclaration[Environment],
    place: Callable[[tuple[str | int, ...]], SourcePlace],
) -> Iterator[str]:
    """Yield a line for each grant or certificate that ends within 30 days, or has ended; none of them stops anything.

    Args:
        name: Name of the environment.
        checked: What it declares, and for which day.
        place: Finds the line of a value.
    """
    for grant in ending_grants(checked.declaration):
        days, until = grant.days_left(checked.today), grant.props.until
        if days < 0:
            said = f"ended on {until}, and is not deployed: remove it"
        elif days <= SOON_DAYS:
            said = f"ends on {until}, {_in(days)}: write a later day, or let it end"
        else:
            continue
        yield one_line(f"{place(grant.path)}: environment '{name}': {grant.what} {said}")
    for certificate in ending_certificates(checked.declaration):
        days, until = (certificate.until - checked.today).days, certificate.until
        if days > SOON_DAYS:
            continue
        said = f"has ended on {until}" if days < 0 else f"ends on {until}, {_in(days)}"
        yield one_line(
            f"{place(certificate.path)}: environment '{name}': {certificate.what} {said}: {certificate.advice}"
        )


def _in(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
