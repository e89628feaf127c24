"""One requirement of the security baseline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Row", "State"]


class State(StrEnum):
    """How an environment stands to a requirement."""

    MET = "met"
    OPT_IN = "opt-in"
    IN_PART = "in part"
    GAP = "gap"


@dataclass(frozen=True)
class Row:
    """A requirement, and what meets it.

    Attributes:
        number: Its number on the page, and in `pytest.mark.baseline`.
        requirement: What must hold.
        source: Where that is written: OWASP ASVS 5.0, RFC, or Keycloak.
        settings: Names of what is set, as they stand in `where`; none where Keycloak does it unasked.
        where: The files that set it.
        state: How every environment stands to it.
        remedy: Unless it is met everywhere: how to opt in, or what must stand in for it.
    """

    number: int
    requirement: str
    source: str
    settings: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    state: State = State.MET
    remedy: str = ""
