"""What an environment declares that ends: grants, exemptions and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.ending_certificates import ending_certificates
from constructs_lib.declaration.ending_grants import SOON_DAYS, ending_grants

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from stacks.environment import Environment
    from tools.access.reading import ReadEnvironment

__all__ = ["Ending", "endings"]


@dataclass(frozen=True)
class Ending:
    """Something that ends.

    Attributes:
        day: The last day on which it holds.
        days: How many days that is ahead; below zero it has ended.
        what: What ends.
        then: What happens then.
        place: Where it is declared.
    """

    day: dt.date
    days: int
    what: str
    then: str
    place: str

    @property
    def is_soon(self) -> bool:
        """Whether somebody has to see to it now."""
        return self.days <= SOON_DAYS


def endings(read: ReadEnvironment, today: dt.date) -> tuple[Ending, ...]:
    """Return all that ends, the next one first.

    Args:
        read: The environment.
        today: The day that it is reviewed.
    """
    found = [
        Ending(day, (day - today).days, what, then, read.place(path))
        for day, what, then, path in _endings(read.environment)
    ]
    return tuple(sorted(found, key=lambda ending: (ending.day, ending.what)))


def _endings(environment: Environment) -> Iterator[tuple[dt.date, str, str, tuple[str | int, ...]]]:
    for index, exemption in enumerate(environment.exemptions):
        if exemption.until:
            what = f"exemption from {exemption.rule} for {exemption.resource}"
            yield exemption.until, what, "past it, synth fails", ("exemptions", index, "until")
    for grant in ending_grants(environment):
        yield (
            grant.props.until,
            grant.what,
            f"past it, the next deployment takes it away: {grant.props.reason}",
            grant.path,
        )
    for certificate in ending_certificates(environment):
        yield certificate.until, certificate.what, certificate.advice, certificate.path
