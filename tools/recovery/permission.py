"""Whether what an interrupted run left may be taken over: always on this machine, elsewhere by somebody's word."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

__all__ = ["TakeoverPermission"]

_VARIABLE = "TAKE_OVER"


@dataclass
class TakeoverPermission:
    """Asks for each stack once a run.

    Attributes:
        is_local: Its Keycloak is this machine's: nobody is asked.
        variables: Of the process; `TAKE_OVER=<stack>,<stack>` answers beforehand.
        tell: Shows a line.
        pause: Keeps the screen still while somebody types.
        is_listed: `make adopt` listed what is taken over, by ids; else an interrupted run may have made it.
    """

    is_local: bool
    variables: Mapping[str, str] = field(repr=False)
    tell: Callable[[str], None] = field(repr=False)
    pause: Callable[[], AbstractContextManager[None]] = field(repr=False)
    is_listed: bool = False
    _given: set[str] = field(default_factory=set, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def ask(self, stack: str, what: Sequence[str]) -> None:
        """Say what is taken over, and ask for it where that is needed.

        Args:
            stack: Name of the stack that takes it over.
            what: What exists already, each with what it holds: all of it is shown.

        Raises:
            ToolError: The answer is no, or nobody is there to give it (exit 2).
        """
        named = {name.strip() for name in self.variables.get(_VARIABLE, "").split(",")}
        with self._lock:
            if not (self.is_local or stack in self._given or stack in named):
                self._ask(stack, what)
            self._given.add(stack)
        by = "make adopt listed" if self.is_listed else "an earlier run made"
        self.tell(f"stack {stack}: takes over what {by}: {', '.join(what)}")

    def _ask(self, stack: str, what: Sequence[str]) -> None:
        cause = f"stack {stack}: these exist in Keycloak, and no state has them"
        if not sys.stdin.isatty():
            advice = f"if {self._who}, take them over by {_VARIABLE}={stack}"
            raise ToolError(f"{cause}: {', '.join(what)}: {advice}", exit_code=2)
        with self.pause():
            self.tell(f"{cause}:")
            for each in what:
                self.tell(f"  {each}")
            self.tell(f"If {self._who}, take them over: type the stack's name, {stack}:")
            answer = sys.stdin.readline().strip()
        if answer != stack:
            raise ToolError(f"stack {stack}: nothing was taken over or applied", exit_code=2)

    @property
    def _who(self) -> str:
        return "you adopt this realm" if self.is_listed else "an interrupted deployment made them"
