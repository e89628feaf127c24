"""The walk is judged by what the gateway really answers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tests.support.servers.echo_server import EchoServer
from tools.demo.narrator import Narrator
from tools.demo.token_client import Token
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit

TOKEN = Token("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.canary")


@pytest.fixture
def open_door() -> Iterator[EchoServer]:
    """A gateway that lets everybody in."""
    with EchoServer({"outputs": [{"data": [1, 0]}]}) as server:
        yield server


def narrator_of(url: str) -> Narrator:
    """Tell into a string."""
    return Narrator(url, Console(file=io.StringIO(), width=200))


def shown(narrator: Narrator) -> str:
    """Return what was told."""
    file = narrator.console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_a_gateway_that_lets_everybody_in_is_found_out(open_door: EchoServer) -> None:
    """A 200 where a refusal is due is told and kept, whatever else goes well."""
    narrator = narrator_of(open_door.url)
    narrator.call("No token", "fraud-detector", {}, token=None, expected=401)
    narrator.call("The right token", "fraud-detector", {}, token=TOKEN, expected=200)
    assert (narrator.wrong, narrator.calls) == (["No token"], 2)
    assert "200 OK: a prediction (expected 401)" in shown(narrator)


def test_a_gateway_that_is_gone(open_door: EchoServer) -> None:
    """Without an answer there is one clear line."""
    narrator = narrator_of("http://127.0.0.1:9")
    with pytest.raises(ToolError, match=r"^the gateway at http://127\.0\.0\.1:9 does not answer: ConnectError$"):
        narrator.call("No token", "fraud-detector", {}, token=None, expected=401)
    assert open_door.received == []


def test_a_call(open_door: EchoServer) -> None:
    """The token goes to the gateway and not to the screen; the predicted numbers come back."""
    narrator = narrator_of(open_door.url)
    predicted = narrator.call("The right token", "fraud-detector", {"inputs": []}, token=TOKEN, expected=200)
    (received,) = open_door.received
    assert ([1, 0], "/v2/models/fraud-detector/infer", f"Bearer {TOKEN.text}") == (
        predicted,
        received.target,
        received.headers["authorization"],
    )
    assert "canary" not in shown(narrator) + repr(TOKEN)
