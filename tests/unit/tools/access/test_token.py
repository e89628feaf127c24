"""A preview as it is printed."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tools.access.commands import app
from tools.errors import ToolError

pytestmark = pytest.mark.unit

EXPLAIN, CREDIT = "model.fraud-detector.explain", "model.credit-scorer.explain"


def run(*arguments: str) -> str:
    """Return what the command prints."""
    result = CliRunner().invoke(app, ["token", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_unknown_scope() -> None:
    """It is answered in one line with the nearest one."""
    with pytest.raises(ToolError) as fault:
        run("demo", "ada", "--scope", f"{EXPLAIN}s")
    assert (str(fault.value), fault.value.exit_code) == (
        f"environment 'demo': no scope '{EXPLAIN}s': did you mean '{EXPLAIN}'?",
        2,
    )


def test_text() -> None:
    """It says whose token it is, what is in it, what was left out, and how large it is."""
    lines = run("demo", "ada", "--scope", f"openid {EXPLAIN}", "--scope", CREDIT).splitlines()
    assert lines[0] == "person ada through notebook"
    claims = json.loads("".join(lines[2:-2]))
    assert (claims["scope"], claims["roles"]) == (f"{EXPLAIN} openid", ["fraud-detector:explain"])
    assert (claims["exp"], claims["sub"]) == ("<a time, in seconds>", "<id of the account>")
    assert lines[-2] == f"left out: {CREDIT}, for want of the role"
    assert lines[-1].endswith(" bytes, 300 s")


def test_refusal() -> None:
    """There is no token where Keycloak refuses the request."""
    assert run("demo", "payment-gateway", "--scope", CREDIT).splitlines() == [
        "consumer payment-gateway",
        f"no token: invalid_scope: payment-gateway may not ask for {CREDIT}",
    ]


def test_json() -> None:
    """It names what only the issue decides; with all scopes it is as large as it can be."""
    small, large = (json.loads(run("demo", "edge-forecaster", "--json", *more)) for more in ((), ("--all-scopes",)))
    assert small["at_issue"] == ["sub", "jti", "iat", "exp", "cnf"]
    assert large["claims"]["roles"] == ["forecaster:predict", "model-api-access"]
    assert large["bytes"] > small["bytes"]
    assert (small["bytes_are_exact"], small["refusal"]) == (True, None)
