"""Why somebody may do something with a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constructs_lib.declaration.props.grants import NO_END

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Reason", "ReasonKind", "declared_path"]

ReasonKind = Literal["own", "group", "every_model", "exchange"]


@dataclass(frozen=True, order=True)
class Reason:
    """One reason of a yes; a second one is enough when it goes.

    Attributes:
        kind: `own`, a grant of the consumer or person; `group`, a grant of a group; `every_model`, the access role,
            which opens every route; `exchange`, on behalf of people who may do it themselves.
        group: The group whose grant it is.
        origin: What puts people into that group, where they are not declared: `corp-ldap:ML Leads`.
        applications: Applications whose people's tokens are traded.
        star: The grant is one of `*`: it holds for models of tomorrow, too.
        until: The last day on which it holds.
        path: Where the grant stands, from the declaration's root.
    """

    kind: ReasonKind
    group: str = ""
    origin: str = ""
    applications: tuple[str, ...] = ()
    star: bool = False
    until: dt.date = NO_END
    path: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it holds for every model, those of tomorrow included."""
        return self.star or self.kind == "every_model"

    @property
    def ends(self) -> bool:
        """Whether it ends by itself."""
        return self.until != NO_END

    @property
    def terms(self) -> str:
        """By what it holds and until when, in words that follow those of why: `, by *, until 2027-01-31`."""
        return f"{', by *' if self.star else ''}{f', until {self.until}' if self.ends else ''}"

    def __str__(self) -> str:
        """Return it in words, such as `group analysts, by *`."""
        match self.kind:
            case "own":
                text = "own grant"
            case "group":
                text = f"group {self.group}" + (f" ({self.origin})" if self.origin else "")
            case "every_model":
                text = "every_model"
            case _:
                text = f"on behalf of people of {', '.join(self.applications)}"
        return f"{text}{self.terms}"


def declared_path(team: str | None, kind: str, name: str) -> tuple[str, ...]:
    """Return where a consumer, a group or a person stands, from the declaration's root."""
    return ("teams", team, kind, name) if team else (kind, name)
