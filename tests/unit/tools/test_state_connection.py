"""The connection to a state in PostgreSQL."""

from __future__ import annotations

import pytest

from stacks.backends import LocalBackendProps, PgBackendProps
from tools.errors import ToolError
from tools.state_connection import check_state_connection

pytestmark = pytest.mark.unit

PG = PgBackendProps(type="pg")


@pytest.mark.parametrize(
    "variables",
    [
        {"PG_CONN_STR": "postgres://tf:canary@db.example.com/tf?sslmode=disable"},
        {"PG_CONN_STR": "host=db.example.com password=canary sslmode='prefer'"},
        {"PG_CONN_STR": "postgres://db.example.com/tf", "PGSSLMODE": "allow"},
    ],
)
def test_clear_text_to_another_machine_is_refused(variables: dict[str, str]) -> None:
    """The state's secrets would be read on the way; the line does not repeat the password."""
    with pytest.raises(ToolError) as caught:
        check_state_connection(PG, variables)
    assert (str(caught.value), caught.value.exit_code) == (
        "PG_CONN_STR is without TLS: the state holds secrets: write sslmode=verify-full",
        2,
    )


@pytest.mark.parametrize("connection", ["postgres://db.example.com/tf", "postgres://db.example.com/tf?sslmode=require"])
def test_certificate_that_nobody_checks_is_warned_of(connection: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is the driver's default, which works, and which anybody on the way may answer."""
    check_state_connection(PG, {"PG_CONN_STR": connection})
    assert capsys.readouterr().err == (
        "warning: PG_CONN_STR does not check the certificate: write sslmode=verify-full\n"
    )


@pytest.mark.parametrize(
    "variables",
    [
        {"PG_CONN_STR": "postgres://db.example.com/tf?sslmode=verify-full"},
        {"PG_CONN_STR": "postgres://db.example.com/tf?sslmode=require&sslrootcert=ca.pem"},
        {"PG_CONN_STR": "postgres://tf@127.0.0.1:5432/tf?sslmode=disable"},
        {"PG_CONN_STR": "host=/var/run/postgresql dbname=tf sslmode=disable"},
        {"PGHOST": "/var/run/postgresql"},
        {"PGSERVICE": "states"},
    ],
)
def test_checked_or_local_connection_is_not_worth_a_word(
    variables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A checked certificate passes, and so does what does not leave the machine, or is no PostgreSQL."""
    check_state_connection(PG, variables)
    check_state_connection(LocalBackendProps(), {"PG_CONN_STR": "postgres://db.example.com/tf?sslmode=disable"})
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("variables", [{}, {"PG_CONN_STR": ""}, {"PGSSLMODE": "verify-full"}])
def test_connection_that_is_nowhere_is_asked_for(variables: dict[str, str]) -> None:
    """Terraform would ask a server on this machine for the state."""
    with pytest.raises(ToolError, match=r"^set PG_CONN_STR: ") as caught:
        check_state_connection(PG, variables)
    assert caught.value.exit_code == 2
