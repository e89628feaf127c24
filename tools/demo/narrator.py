"""Tells the walk on the screen, and remembers what was not as expected."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from rich.console import Console
from rich.markup import escape

from constructs_lib.bindings.progress import step
from tools.errors import ToolError

if TYPE_CHECKING:
    from tools.demo.token_client import Token

__all__ = ["Narrator"]

_TIMEOUT_S = 60.0


@dataclass
class Narrator:
    """Calls models through the gateway, and says what came back; never a token.

    Attributes:
        gateway: Base URL of the gateway.
        console: The screen.
        wrong: Titles of the calls that were answered otherwise than expected.
        calls: How many there were.
    """

    gateway: str
    console: Console = field(default_factory=lambda: Console(highlight=False))
    wrong: list[str] = field(default_factory=list)
    calls: int = 0

    def say(self, text: str) -> None:
        """Print a line between the calls."""
        self.console.print(f"\n[bold]{escape(text)}[/bold]", soft_wrap=True)

    def tell(self, text: str) -> None:
        """Print a line below a call."""
        self.console.print(f"    {escape(text)}", soft_wrap=True)

    def call(self, title: str, model: str, body: dict[str, Any], *, token: Token | None, expected: int) -> list[float]:
        """Ask a model for a prediction.

        Args:
            title: What is shown by it.
            model: Name of the model.
            body: The request.
            token: Who asks.
            expected: The status that the answer must have.

        Returns:
            What the model predicted, a number a row; nothing where it was not asked.

        Raises:
            ToolError: The gateway does not answer.
        """
        self.calls += 1
        path = f"/v2/models/{model}/infer"
        headers = {"Authorization": f"Bearer {token.text}"} if token else {}
        try:
            response = httpx.post(self.gateway + path, json=body, headers=headers, trust_env=False, timeout=_TIMEOUT_S)
        except httpx.TransportError as error:
            raise ToolError(f"the gateway at {self.gateway} does not answer: {type(error).__name__}") from None
        shown = "a prediction" if response.is_success else response.text.strip()
        self._tell(title, f"POST {path}", response, shown, expected)
        return list(response.json()["outputs"][0]["data"]) if response.is_success else []

    def wait(self, reason: str, until: float) -> None:
        """Wait until a time (seconds since 1970), and say why."""
        seconds = until - time.time()
        if seconds > 0:
            with step(f"  {reason}"):
                time.sleep(seconds)

    def _tell(self, title: str, request: str, response: httpx.Response, shown: str, expected: int) -> None:
        status = f"{response.status_code} {response.reason_phrase}"
        verdict = "[green]as expected[/green]"
        if response.status_code != expected:
            self.wrong.append(title)
            verdict = f"[red]expected {expected}[/red]"
        self.console.print(f"\n[bold]{self.calls:>2}  {escape(title)}[/bold]", soft_wrap=True)
        self.console.print(f"    {request}", soft_wrap=True)
        self.console.print(f"    [bold]{status}[/bold]: {escape(shown)} ({verdict})", soft_wrap=True)
