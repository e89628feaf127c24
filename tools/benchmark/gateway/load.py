"""Calls at an even rate by vegeta, and how long they took."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.go_program import go_program

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MODULE", "Load", "attack", "read_report", "vegeta"]

MODULE = Path(__file__).with_name("go_module")
"""Go module with the pinned load generator, and the upstream that it calls."""

_PACKAGE = "github.com/tsenart/vegeta/v12"
_NANOSECONDS = 1e9
_BODY = b'{"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [5.1, 3.5, 1.4, 0.2]}]}'


@dataclass(frozen=True)
class Load:
    """What became of the calls of one round.

    Attributes:
        calls: How many there were.
        rate: Calls a second that were sent.
        p50: Seconds that half of them took at most.
        p99: Seconds that 99 of 100 took at most.
    """

    calls: int
    rate: float
    p50: float
    p99: float


def vegeta() -> Path:
    """Return the load generator; the first call of a checkout builds it.

    Raises:
        ToolError: Go is missing, or fails.
    """
    return go_program(MODULE, _PACKAGE, "vegeta")


def attack(url: str, tokens: Sequence[str], *, rate: int, seconds: int) -> Load:
    """Send predictions at an even rate, whether earlier ones were answered or not.

    Args:
        url: Where to.
        tokens: Access tokens, in turns; they reach vegeta by its standard input alone.
        rate: Calls a second.
        seconds: For how long.

    Raises:
        ToolError: A call is refused or gets no answer.
    """
    program = str(vegeta())
    send = [program, "attack", "-format=json", f"-rate={rate}/s", f"-duration={seconds}s", "-max-body=0"]
    sent = _run(send, "".join(f"{_target(url, token)}\n" for token in tokens).encode())
    return read_report(url, _run([program, "report", "-type=json"], sent).decode())


def read_report(url: str, report: str) -> Load:
    """Read vegeta's report.

    Args:
        url: What was called.
        report: Its JSON.

    Raises:
        ToolError: Not every call was answered with success.
    """
    found = json.loads(report)
    if found["success"] < 1:
        answers = ", ".join(f"{count:,} with {status}" for status, count in sorted(found["status_codes"].items()))
        # Envoy's own bound on calls that wait for one cluster is 1,024: a second, at a thousand a second.
        busy = ", so let nothing else run on this machine" if "503" in found["status_codes"] else ""
        raise ToolError(f"{url} answered {answers.replace('with 0', 'not at all')}: there is nothing to measure{busy}")
    latencies = found["latencies"]
    return Load(found["requests"], found["rate"], latencies["50th"] / _NANOSECONDS, latencies["99th"] / _NANOSECONDS)


def _target(url: str, token: str) -> str:
    header = {"Authorization": [f"Bearer {token}"], "Content-Type": ["application/json"]}
    return json.dumps({"method": "POST", "url": url, "header": header, "body": base64.b64encode(_BODY).decode()})


def _run(command: list[str], given: bytes) -> bytes:
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise ToolError(f"vegeta {command[1]}: exit code {done.returncode}: {said[-1]}")
    return done.stdout
