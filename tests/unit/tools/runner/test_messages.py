"""Terraform's messages are read as data, and errors become lines with stack, thing, cause and advice."""

from __future__ import annotations

import json

import pytest

from tools.runner.failure import StackError
from tools.runner.messages import Diagnostic, Progress, read_message
from tools.runner.things import Things

pytestmark = pytest.mark.unit

ADDRESS = 'keycloak_openid_client.Access_Consumers_Client_7CAB7A4D["batch"]'
CONFLICT = Diagnostic(
    "error", "error sending POST request to /clients: 409 Conflict", "Client batch\n already exists", ADDRESS
)


def test_message_that_is_none() -> None:
    """A line of something else, as a crash prints it, is kept as it is."""
    assert read_message("panic: runtime error") == ("panic: runtime error", None)
    assert read_message("[1]") == ("[1]", None)


def test_diagnostic() -> None:
    """An error has its detail in the log, and its resource."""
    line = json.dumps(
        {
            "@message": "Error: 409",
            "type": "diagnostic",
            "diagnostic": {"severity": "error", "summary": "409", "detail": "exists", "address": ADDRESS},
        }
    )
    assert read_message(line) == ("Error: 409\nexists", Diagnostic("error", "409", "exists", ADDRESS))


@pytest.mark.parametrize(("kind", "expected"), [("apply_complete", "done"), ("apply_errored", "failed")])
def test_progress(kind: str, expected: str) -> None:
    """What is done or failed names its resource and what was done with it."""
    hook = {"resource": {"addr": ADDRESS}, "action": "create"}
    line = json.dumps({"@message": "m", "type": kind, "hook": hook})
    assert read_message(line) == ("m", Progress(expected, ADDRESS, "create"))


def test_killed_terraform() -> None:
    """A signal is said in one line, whatever Terraform said before."""
    error = StackError("dev", "apply", -9, (CONFLICT,), "noise")
    assert list(error.lines()) == [
        "stack dev: Terraform was killed (SIGKILL) before it was done: run the same command again"
    ]


def test_error_with_advice() -> None:
    """An error is one line: stack, the thing as it is declared, cause, advice."""
    error = StackError("dev-team-risk", "apply", 1, (CONFLICT,), "")
    cause = "error sending POST request to /clients: 409 Conflict: Client batch already exists"
    advice = "something else has made it: remove that in Keycloak, or take it out of the declaration"
    assert list(error.lines(Things().name_of)) == [f"stack dev-team-risk, consumer batch: {cause}: {advice}"]


def test_error_without_a_diagnostic() -> None:
    """What Terraform says on standard error alone is shown; where it says nothing, its exit code."""
    assert list(StackError("dev", "init", 1, (), "no\n  room\n").lines()) == [
        "stack dev: terraform init failed: no room"
    ]
    assert list(StackError("dev", "init", 3, (), "").lines()) == ["stack dev: terraform init failed: exit code 3"]


def test_many_errors() -> None:
    """Ten are shown, the rest is counted."""
    assert len(list(StackError("dev", "apply", 1, (CONFLICT,) * 12, "").lines())) == 11
