"""One difference as it is told: in words, with who did it, what it means, and how it can be settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.audit.facts import Kind
from tools.audit.wording import listed, said, subject

if TYPE_CHECKING:
    from tools.audit.comparison import Difference
    from tools.audit.events import Author
    from tools.audit.live.source import Call
    from tools.audit.settling import Settling

__all__ = ["AuditFinding"]

_MOST = 5


@dataclass(frozen=True)
class AuditFinding:
    """What differs.

    Attributes:
        difference: The difference.
        author: Who did it last, and when; None where no admin event tells.
        access: What it means for access, a line each.
        settling: How it can be declared; None where that is not the way.
        removal: What takes it out of the realm; None where a deployment does, or nothing can.
        unmanaged: Why the environment leaves it to others; empty where it does not.
        is_declared: A resource says what it should be, so that a deployment puts it back; else Keycloak brought it.
        is_in_list: A resource says the whole list that it is in, so that a deployment takes it out.
    """

    difference: Difference
    author: Author | None = None
    access: tuple[str, ...] = ()
    settling: Settling | None = None
    removal: Call | None = None
    unmanaged: str = ""
    is_declared: bool = False
    is_in_list: bool = False

    @property
    def subject(self) -> str:
        """What it is about, as patterns of `unmanaged` and `--remove` name it."""
        return subject(self.difference.fact)

    @property
    def text(self) -> str:
        """What differs."""
        return said(self.difference)

    @property
    def with_it(self) -> str:
        """What differs because this does."""
        return listed(fact for fact in self.difference.within if fact.kind is not Kind.SETTING)

    @property
    def shown_access(self) -> tuple[str, ...]:
        """What it means, as far as somebody reads on."""
        more = len(self.access) - _MOST
        return (*self.access[:_MOST], f"and {more} more") if more > 1 else self.access
