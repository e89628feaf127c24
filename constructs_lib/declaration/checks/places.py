"""Where the parts of a declaration stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import AccessProps, ApiProps, Declaration

__all__ = ["Path", "located", "located_apis", "team_of"]

Path = tuple[str | int, ...]


def located(declaration: Declaration) -> Iterator[tuple[Path, AccessProps]]:
    """Yield what is declared for all, and by each team, with its path."""
    for team, access in declaration.accesses().items():
        yield ("teams", team) if team else (), access


def located_apis(declaration: Declaration) -> Iterator[tuple[Path, ApiProps]]:
    """Yield each API with its path."""
    for name, api in declaration.every_api.items():
        yield ("apis", name) if declaration.apis else ("api",), api


def team_of(path: Path) -> str:
    """Name who declared something, for messages."""
    return f"team '{path[1]}'" if path[:1] == ("teams",) else "the environment's own file"
