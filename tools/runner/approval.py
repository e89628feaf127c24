"""Questions before something is applied: typed at a terminal, or answered beforehand by a variable."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tools.errors import ToolError
from tools.runner.losses import Loss, is_serious
from tools.runner.processes import INTERRUPTED
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tools.renames import DueRename

__all__ = ["Consent", "ask_to_go_on"]

_SHOWN = 10


@dataclass
class Consent:
    """What whoever runs a command has agreed to.

    Attributes:
        environment: Name of the environment.
        approved: Not to be asked whether to apply: by `APPROVE=1`, or since the environment is local.
        confirmed: The environment that was named beforehand, by `CONFIRM=<environment>`; its losses are agreed to.
    """

    environment: str
    approved: bool
    confirmed: str | None
    _agreed: set[Loss] = field(default_factory=set)

    @classmethod
    def to_all(cls, environment: str) -> Self:
        """Return the consent of whoever has seen every plan beforehand, with what it takes away."""
        return cls(environment, approved=True, confirmed=environment)

    def __post_init__(self) -> None:
        """Check the name that was given.

        Raises:
            ToolError: It is another environment's (exit 2).
        """
        if self.confirmed and self.confirmed != self.environment:
            raise ToolError(
                f"CONFIRM={self.confirmed} names another environment than '{self.environment}': nothing was changed",
                exit_code=2,
            )

    def ask_for_losses(self, losses: Sequence[Loss]) -> None:
        """Ask whether these may be lost; whoever agrees has agreed to the apply as well.

        Args:
            losses: What goes.

        Raises:
            ToolError: The answer is no, or nobody is there to give it (exit 2).
        """
        self._agreed |= set(losses)
        if self.confirmed or not is_serious(losses):
            return
        tell(f"This takes away of environment '{self.environment}':")
        _list(losses, f"which make diff ENV={self.environment} lists")
        self._ask_for_name()
        self.approved = True

    def ask_for_renames(self, renames: Iterable[DueRename]) -> None:
        """Ask whether what is about to be renamed is not somebody else's, where a state that lies elsewhere has it.

        Args:
            renames: What is about to be renamed; `APPROVE=1` alone does not say that it is the right thing.

        Raises:
            ToolError: As for `ask_for_losses`.
        """
        unknown = [rename for rename in renames if not rename.is_ours]
        if self.confirmed or not unknown:
            return
        tell("These are about to be renamed: look whether they are the clients and people of the declaration.")
        for rename in unknown:
            tell(f"  {rename.old}, from now on {rename.new}")
        self._ask_for_name()

    def ask_to_destroy(self, what: str, losses: Sequence[Loss], rest: str) -> None:
        """Ask whether all of an environment is meant to go; `APPROVE=1` alone does not say so.

        Args:
            what: Says what goes.
            losses: The things among it.
            rest: Where the whole list is.

        Raises:
            ToolError: As for `ask_for_losses`.
        """
        if not self.confirmed:
            tell(what)
            _list(losses, rest)
            self._ask_for_name()

    def _ask_for_name(self) -> None:
        if not sys.stdin.isatty():
            raise ToolError(
                f"nothing was changed: if that is meant, run this again with CONFIRM={self.environment}", exit_code=2
            )
        if _answer(f"Type the environment's name, {self.environment}, to go on: ") != self.environment:
            raise ToolError("nothing was changed", exit_code=2)

    def ask_to_apply(self, command: str) -> None:
        """Ask whether to go on, unless that is agreed to.

        Raises:
            ToolError: As for `ask_for_losses`.
        """
        if self.approved or self.confirmed:
            return
        ask_to_go_on(command, f"{command} {self.environment}? ")

    def check(self, losses: Collection[Loss]) -> None:
        """Refuse losses that nobody was asked about: they showed only after other stacks were applied.

        Raises:
            ToolError: There are such (exit 2).
        """
        new = [loss for loss in losses if loss not in self._agreed]
        if self.confirmed or not is_serious(new):
            return
        named = ", ".join(str(loss) for loss in new[:_SHOWN])
        raise ToolError(
            f"stack {new[0].stack} would lose {named}: it was left as it is: if that is meant, run this again with "
            f"CONFIRM={self.environment}",
            exit_code=2,
        )


def ask_to_go_on(asking: str, question: str = "") -> None:
    """Ask for a yes.

    Args:
        asking: What asks, in a sentence: `deploy`.
        question: What is asked, where that is not plain from what was said before.

    Raises:
        ToolError: The answer is no, or nobody is there to give it (exit 2).
    """
    if not sys.stdin.isatty():
        raise ToolError(f"nothing was changed: {asking} asks first, answer by APPROVE=1", exit_code=2)
    if _answer(f"{question}Type yes to go on: ") != "yes":
        raise ToolError("nothing was changed", exit_code=2)


def _list(losses: Sequence[Loss], where: str) -> None:
    """Show the first of them, those first that nobody would want to lose."""
    for loss in sorted(losses, key=lambda loss: not loss.protected)[:_SHOWN]:
        tell(f"  {loss}")
    if len(losses) > _SHOWN:
        tell(f"  … and {len(losses) - _SHOWN} more, {where}")


def _answer(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)  # noqa: T201 - a question
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        raise ToolError("nothing was changed", exit_code=INTERRUPTED) from None
