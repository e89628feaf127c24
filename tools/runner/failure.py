"""Why Terraform failed on a stack, and what to do about it: in lines for a person."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tools.runner.messages import Diagnostic

__all__ = ["StackError", "is_passing"]

_SHOWN = 10
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ADVICE = (
    (r"Error acquiring the state lock", "another run holds the state: wait for it, then run this again"),
    (
        r'attribute named "cross-stack-output',
        "deploy what it is built on first: the whole environment, without STACK or TEAM",
    ),
    (r"409 Conflict", "something else has made it: remove that in Keycloak, or take it out of the declaration"),
    (r"401 Unauthorized|invalid_client|invalid_grant", "check the credentials of the deployment (KEYCLOAK_*)"),
    (r"403 Forbidden", "give the deployment's credentials the roles of make deployer, or the role admin"),
    (r"connection (refused|reset)|no such host|i/o timeout|EOF", "check that Keycloak runs, then run this again"),
    (r"50[0-9] (Internal|Bad|Service|Gateway)", "look into Keycloak's log, then run this again"),
    (r"Instance cannot be destroyed", "the declaration protects it: take it out by make destroy, if that is meant"),
    (r"Backend configuration changed", "move the state by terraform init -migrate-state in the stack's folder"),
    (r"no such file or directory.*terraform-provider|Failed to (query|install)", "run make setup, then this again"),
)


def is_passing(text: str) -> bool:
    """Whether the next plan may heal an error: Keycloak 26.7.3 answers 500 to the deletion of a flow in use.

    So it does now and then to that of a step's settings, while it deletes others of the flow.

    Args:
        text: What Terraform said.
    """
    deletes = "sending DELETE request" in text and "/authentication/config/" in text
    return ("/authentication/flows/" in text or deletes) and "500 Internal Server Error" in text


class StackError(Exception):
    """Terraform did not do what it was told on a stack.

    Args:
        stack: Name of the stack.
        command: Command of Terraform, such as `apply`.
        code: Its exit code; negative, the signal that killed it.
        diagnostics: The errors that it reported.
        said: What else it said, on standard error.
    """

    def __init__(self, stack: str, command: str, code: int, diagnostics: Sequence[Diagnostic], said: str) -> None:
        super().__init__(f"stack {stack}: terraform {command} failed")
        self.stack = stack
        self.command = command
        self.code = code
        self.diagnostics = tuple(diagnostics)
        self.said = said

    @property
    def is_passing(self) -> bool:
        """Whether another plan may do: see `is_passing`."""
        return (
            not self.is_killed
            and bool(self.diagnostics)
            and all(is_passing(f"{each.summary} {each.detail}") for each in self.diagnostics)
        )

    @property
    def is_killed(self) -> bool:
        """Whether a signal ended it, so that it could not save what it had done."""
        return self.code < 0

    def lines(self, name_of: Callable[[str], str] = str) -> Iterator[str]:
        """Yield a line for each cause, with advice.

        Args:
            name_of: Returns what a resource is called in the declaration, by its address.
        """
        if self.is_killed:
            number = signal.Signals(-self.code).name
            yield f"stack {self.stack}: Terraform was killed ({number}) before it was done: run the same command again"
            return
        for each in self.diagnostics[:_SHOWN]:
            thing = f", {name_of(each.address)}" if each.address else ""
            yield _with_advice(f"stack {self.stack}{thing}", _one_line(f"{each.summary}: {each.detail}"))
        if len(self.diagnostics) > _SHOWN:
            yield f"stack {self.stack}: … and {len(self.diagnostics) - _SHOWN} more"
        if not self.diagnostics:
            said = self.said.strip() or f"exit code {self.code}"
            yield _with_advice(f"stack {self.stack}", _one_line(f"terraform {self.command} failed: {said}"))


def _with_advice(where: str, cause: str) -> str:
    advice = next((text for pattern, text in _ADVICE if re.search(pattern, cause)), None)
    return f"{where}: {cause}: {advice}" if advice else f"{where}: {cause}"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", _ANSI.sub("", text)).strip().rstrip(":.").strip()
