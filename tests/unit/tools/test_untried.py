"""What a deployment says of those whose tokens it did not ask for."""

from __future__ import annotations

import pytest

from stacks.environment import Environment
from tools.target import Target
from tools.untried import untried

pytestmark = pytest.mark.unit

NOTEBOOK = {"notebook": {"redirect_uris": ["http://127.0.0.1:8888/callback"]}}
KEY = {"method": "private_key_jwt", "jwks_url": "https://line.example.com/jwks"}
LINE = {"auth": KEY, "grants": {"defects": ["predict"]}}
CAMERA = {"auth": {"method": "mtls", "subject_dn": "CN=camera"}, "grants": {"defects": ["predict"]}}
BATCH = {"grants": {"defects": ["predict"]}}


def person(**more: object) -> dict[str, object]:
    """Return somebody."""
    return {"email": "a@example.com", "first_name": "A", "last_name": "B", "temporary_password": False, **more}


def lines(*tried: str, url: str = "http://127.0.0.1:8080", **declared: object) -> list[str]:
    """Return what is said after a deployment that tried these."""
    environment = Environment.model_validate(
        {
            "keycloak": {"url": url},
            "realm": {"name": "vision"},
            "api": {"client_id": "scorer"},
            "models": {"defects": {}},
            **declared,
        }
    )
    return list(untried(Target("vision", environment), tried))


def test_everybody_was_tried() -> None:
    """Nothing is said where the table has all."""
    assert lines("consumer batch", consumers={"batch": BATCH}) == []


def test_rest_is_named_with_a_command() -> None:
    """One line names who proves who they are by something of their own, and the people, with a command that works."""
    said = lines(
        "consumer batch",
        consumers={"batch": BATCH, "factory-line": LINE, "camera": CAMERA},
        people={"sue": person(temporary_password=True), "maria": person()},
        applications=NOTEBOOK,
    )
    assert said == [
        "Not tried: factory-line (own key), camera (certificate), sue, maria: make token PRINCIPAL=maria ENV=vision"
    ]


def test_key_is_named_where_nobody_logs_in() -> None:
    """Where no person's token can be had, the command is one of a consumer with a key, or there is none."""
    (line,) = lines(consumers={"camera": CAMERA, "factory-line": LINE})
    command = "make token PRINCIPAL=factory-line ENV=vision KEY=private.pem"
    assert line == f"Not tried: camera (certificate), factory-line (own key): {command}"
    assert lines(consumers={"camera": CAMERA}) == ["Not tried: camera (certificate)"]


def test_elsewhere_no_command_is_named() -> None:
    """Tokens of a Keycloak elsewhere are not printed, so that the line has the names alone."""
    said = lines(url="https://sso.example.com", consumers={"factory-line": LINE})
    assert said == ["Not tried: factory-line (own key)"]


def test_many_are_counted() -> None:
    """Six names are shown, and the rest is counted."""
    (line,) = lines(
        people={f"p{number:02}": person(email=f"{number}@example.com") for number in range(18)}, applications=NOTEBOOK
    )
    assert line == ("Not tried: p00, p01, p02, p03, p04, p05 and 12 more: make token PRINCIPAL=p00 ENV=vision")


def test_people_whom_nothing_logs_in() -> None:
    """People without an application and without the password grant are said to be shut out, and what to declare."""
    (line,) = lines("consumer batch", consumers={"batch": BATCH}, people={"maria": person(), "tom": person()})
    assert line == (
        "Nothing logs maria, tom in: declare an application, such as applications: {notebook: {redirect_uris: "
        "[http://127.0.0.1:8888/callback]}}"
    )


KEPT = {"secrets": ["batch", "gateway"], "passwords": ["maria"]}


def test_kept_secrets_are_the_reason() -> None:
    """Who kept a secret or a password at an adoption is named with that reason, and with the variable that gives it."""
    said = lines(
        consumers={"batch": BATCH, "gateway": BATCH, "camera": CAMERA},
        people={"maria": person()},
        applications=NOTEBOOK,
        kept=KEPT,
    )
    stay = "of before the adoption stay"
    owners = "and only their owners have them; to try one, set"
    assert said == [
        (
            f"Not tried: batch, gateway: the secrets {stay} (kept.secrets), {owners} TF_VAR_batch_client_secret and "
            "run make token PRINCIPAL=batch ENV=vision"
        ),
        (
            f"Not tried: maria: the passwords {stay} (kept.passwords), {owners} TF_VAR_maria_initial_password and run "
            "make token PRINCIPAL=maria ENV=vision"
        ),
        "Not tried: camera (certificate)",
    ]


def test_kept_secrets_elsewhere() -> None:
    """Of a Keycloak elsewhere no token is printed: the reason is named alone."""
    (line,) = lines(url="https://sso.example.com", consumers={"batch": BATCH}, kept={"secrets": ["batch"]})
    reason = "the secrets of before the adoption stay (kept.secrets), and only their owners have them"
    assert line == f"Not tried: batch: {reason}"
