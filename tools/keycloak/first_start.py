"""Whether a server ever got ready. Keycloak cannot go on where a first start was killed: half of its tables are there.

Tried with 26.7.3, killed 7 s into its first start: every later one ends with "Duplicate column name". Nothing of worth
can stand in such a database, so it goes.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["begin", "clear_cut_short", "end"]

_MARK = ".first-start"
# What Keycloak (Quarkus) logs once it serves.
_READY = " started in "


def begin(home: Path) -> None:
    """Note that a start begins with an empty database, until `end`."""
    if not _database(home).exists():
        (home / _MARK).touch()


def end(home: Path) -> None:
    """Note that the server was ready: its database is never cleared from now on."""
    (home / _MARK).unlink(missing_ok=True)


def clear_cut_short(home: Path, log: Path) -> bool:
    """Remove the database of a first start that never got ready; call while no server runs.

    Args:
        home: The server's folder.
        log: Output of its last start. What was ready when whoever waited for it was killed stays.

    Returns:
        Whether there was one.
    """
    if not (home / _MARK).exists():
        return False
    was_ready = log.exists() and _READY in log.read_text(encoding="utf-8", errors="replace")
    cut_short = not was_ready and _database(home).exists()
    if cut_short:
        shutil.rmtree(home / "data")
    end(home)
    return cut_short


def _database(home: Path) -> Path:
    return home / "data" / "h2"
