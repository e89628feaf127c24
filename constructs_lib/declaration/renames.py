"""What has another name than before, as it is declared by `renamed_from`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constructs_lib.declaration.props.access import RENAMED_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.props import ApplicationProps, ConsumerProps, Declaration, PersonProps

__all__ = ["Rename", "RenamedKind", "renames"]

RenamedKind = Literal["models", "consumers", "groups", "people", "applications"]
_LABELS: dict[RenamedKind, str] = {
    "models": "model",
    "groups": "group",
    "people": "person",
    "consumers": "consumer",
    "applications": "application",
}


@dataclass(frozen=True)
class Rename:
    """One thing and its former name.

    Attributes:
        team: The team that declares it; None for all.
        kind: Where it is declared.
        new: Its name.
        old: Its name before.
    """

    team: str | None
    kind: RenamedKind
    new: str
    old: str

    @property
    def label(self) -> str:
        """What one of its kind is called, such as `person`."""
        return _LABELS[self.kind]

    @property
    def key(self) -> str:
        """What somebody removes who takes the former name out: a group's may stand in `renamed_groups`."""
        return "its former name" if self.kind == "groups" else RENAMED_FROM

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to the former name."""
        return (*(("teams", self.team) if self.team is not None else ()), self.kind, self.new, RENAMED_FROM)


def renames(declaration: Declaration) -> Iterator[Rename]:
    """Yield everything that was renamed.

    Args:
        declaration: What is declared.
    """
    yield from (
        Rename(None, "models", name, props.renamed_from)
        for name, props in declaration.models.items()
        if props.renamed_from
    )
    for team, access in declaration.accesses().items():
        yield from (Rename(team, "groups", name, old) for name, old in access.renamed_groups.items())
        named: tuple[tuple[RenamedKind, Mapping[str, ConsumerProps | PersonProps | ApplicationProps]], ...] = (
            ("consumers", access.consumers),
            ("people", access.people),
            ("applications", access.applications),
        )
        for kind, every in named:
            yield from (
                Rename(team, kind, name, props.renamed_from) for name, props in every.items() if props.renamed_from
            )
