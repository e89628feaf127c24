"""A preview as it is printed."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.tokens.previews import previewed_token
from tools.access.commands import app
from tools.access.token import render_token
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


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ada", "act: assistant acts for person ada, whose roles decide; gateways check that it may"),
        ("assistant", "act: assistant would act for itself, which gateways refuse"),
    ],
)
def test_who_acts_for_whom_is_said_in_words(who: str, expected: str) -> None:
    """The claim `act` stands there as it will be, with a line for whoever does not know it."""
    page = page_environment("delegation").model_copy(update={"people": {"ada": ready_person("ada", "analysts")}})
    text = render_token(previewed_token(page, who, "model.fraud-detector.predict", through="assistant"))
    assert expected in text.splitlines()
    claims = json.loads(text[text.index("{\n") : text.index("\n}") + 2])
    assert claims["act"] == {"client_id": "assistant", "sub": "<id of the service account of assistant>"}


def test_nobody_acts_without_delegation() -> None:
    """No such line stands below any other token."""
    assert "act:" not in run("demo", "ada", "--scope", EXPLAIN)
