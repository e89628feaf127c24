"""How findings are written: what the command line must know before it runs anything."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["AuditFormat"]


class AuditFormat(StrEnum):
    """How findings are written; `table` and `md` are for people."""

    TABLE = "table"
    MARKDOWN = "md"
    JSON = "json"
    SARIF = "sarif"
