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

_SHOWN = 8
_VARIABLE = "CONFIRM"


@dataclass
class TakeoverPermission:
    """Asks once a run, for all its stacks.

    Attributes:
        environment: Name of the environment.
        is_local: Its Keycloak is this machine's: nobody is asked.
        variables: Of the process; `CONFIRM=<environment>` answers beforehand.
        tell: Shows a line.
        pause: Keeps the screen still while somebody types.
    """

    environment: str
    is_local: bool
    variables: Mapping[str, str] = field(repr=False)
    tell: Callable[[str], None] = field(repr=False)
    pause: Callable[[], AbstractContextManager[None]] = field(repr=False)
    _given: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def ask(self, stack: str, what: Sequence[str]) -> None:
        """Say what is taken over, and ask for it where that is needed.

        Args:
            stack: Name of the stack that takes it over.
            what: What exists already.

        Raises:
            ToolError: The answer is no, or nobody is there to give it (exit 2).
        """
        more = f", and {len(what) - _SHOWN} more" if len(what) > _SHOWN else ""
        things = f"{', '.join(what[:_SHOWN])}{more}"
        with self._lock:
            if not (self.is_local or self._given or self.variables.get(_VARIABLE) == self.environment):
                self._ask(stack, things)
            self._given = True
        self.tell(f"stack {stack}: takes over what an earlier run made: {things}")

    def _ask(self, stack: str, things: str) -> None:
        cause = f"stack {stack}: these exist in Keycloak, and no state has them: {things}"
        if not sys.stdin.isatty():
            advice = f"if an interrupted deployment made them, take them over by {_VARIABLE}={self.environment}"
            raise ToolError(f"{cause}: {advice}", exit_code=2)
        with self.pause():
            self.tell(f"{cause}. If an interrupted deployment made them, it can take them over.")
            self.tell("Type the name of the environment to do so:")
            answer = sys.stdin.readline().strip()
        if answer != self.environment:
            raise ToolError(f"stack {stack}: nothing was taken over or applied", exit_code=2)
