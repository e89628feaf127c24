"""The environment that a command is about."""

from __future__ import annotations

import pytest

from tools.errors import ToolError
from tools.target import load_target

pytestmark = pytest.mark.unit


def test_unknown_environment_is_bad_input() -> None:
    """A misspelt name ends with exit code 2 and the nearest name."""
    with pytest.raises(ToolError) as caught:
        load_target("prd")
    assert (str(caught.value), caught.value.exit_code) == ("no environment 'prd': did you mean 'prod'?", 2)


@pytest.mark.parametrize(
    ("name", "url", "message"),
    [
        ("prod", None, "set KEYCLOAK_URL: the address of the Keycloak of 'prod', https://sso.example.com"),
        (
            "prod",
            "http://127.0.0.1:8080",
            (
                "KEYCLOAK_URL is http://127.0.0.1:8080, but environment 'prod' declares https://sso.example.com: "
                "set KEYCLOAK_URL to that server, and PIPENV_DONT_LOAD_ENV=1 if it came from the local .env"
            ),
        ),
        (
            "dev",
            "https://sso.example.com",
            (
                "KEYCLOAK_URL is https://sso.example.com, but environment 'dev' declares http://127.0.0.1:8080: "
                "set KEYCLOAK_URL to that server, and PIPENV_DONT_LOAD_ENV=1 if it came from the local .env"
            ),
        ),
    ],
)
def test_environment_is_not_sent_to_another_ones_server(name: str, url: str | None, message: str) -> None:
    """What Pipenv loaded for the local Keycloak never reaches production's environment, nor the other way round."""
    with pytest.raises(ToolError) as caught:
        load_target(name).check_server({"KEYCLOAK_URL": url} if url else {})
    assert (str(caught.value), caught.value.exit_code) == (message, 2)


@pytest.mark.parametrize(
    ("name", "url"),
    [("prod", "https://keycloak.internal:8443"), ("dev", "http://localhost:9999")],
)
def test_another_address_of_the_same_kind_is_accepted(name: str, url: str) -> None:
    """Production may be reached by an internal address, and the local server on another port."""
    load_target(name).check_server({"KEYCLOAK_URL": url})
