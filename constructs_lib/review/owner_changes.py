"""What passes from one team to another: whoever owns its file decides who may log in as it, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.review.change import Cause, Change

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["owner_changes"]

_KINDS = {"consumers": "consumer", "applications": "application", "people": "person", "groups": "group"}
_NO_TEAM = "the environment's own file"


def owner_changes(base: Declaration, head: Declaration, *, unknown: Collection[str] = ()) -> Iterator[Change]:
    """Yield consumers, applications, people and groups that another team declares than before.

    Args:
        base: Before, by the names of after.
        head: After.
        unknown: Groups of which nobody knows here who declares them.
    """
    for kind, label in _KINDS.items():
        was, now = _owners(base, kind), _owners(head, kind)
        known = was.keys() & now.keys()
        for name in sorted(known - set(unknown) if kind == "groups" else known):
            old, new = was[name], now[name]
            if old != new:
                # The environment's own file is the platform's, which may write all that a team may.
                yield Change(
                    "risk" if new else "other",
                    f"{label} {name}",
                    f"now belongs to {_named(new)}",
                    f"was: {_named(old)}",
                    weighty=bool(new),
                    names=tuple(filter(None, (old, new))),
                    cause=Cause((kind, name)),
                )


def _owners(declaration: Declaration, kind: str) -> dict[str, str | None]:
    return {name: team for team, access in declaration.accesses().items() for name in getattr(access, kind)}


def _named(team: str | None) -> str:
    return f"team {team}" if team else _NO_TEAM
