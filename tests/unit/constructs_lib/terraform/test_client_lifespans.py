"""Lifespans of clients, as the provider takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.terraform.client_lifespans import client_seconds
from tests.support.declarations.declarations import build_declaration, declare

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

CALLBACK = "https://notebook.example.com/cb"
SESSIONS = ("access_token_lifespan", "client_session_idle_timeout", "client_session_max_lifespan")
OFFLINE = ("client_offline_session_idle_timeout", "client_offline_session_max_lifespan")


def build(**values: object) -> Synthesized:
    """Synthesize one application, `notebook`, beside the API."""
    return build_declaration(declare(applications={"notebook": {"redirect_uris": [CALLBACK], **values}}))


def of(stack: Synthesized, resource_type: str, part: str) -> dict[str, Any]:
    """Return the one resource of a type whose name holds a part."""
    ((_, found),) = [item for item in stack.json["resource"][resource_type].items() if part in item[0]]
    return dict(found)


@pytest.mark.parametrize(
    ("own", "realm", "seconds"),
    [
        ("2m", "5m", "120"),
        (None, "5m", "300"),
        (None, "1h30m", "5400"),
        (None, "${var.lifespan}", None),
        ("2m", "${var.lifespan}", "120"),
    ],
)
def test_lifespan_is_ones_own_or_the_realms(own: str | None, realm: str, seconds: str | None) -> None:
    """Both are written out in seconds; what is known only at apply is left to Keycloak."""
    assert client_seconds(own, realm) == seconds


@pytest.mark.parametrize(
    ("part", "offline"), [("_notebook_Client", ["604800", "2592000"]), ("_ApiClient_", [None, None])]
)
def test_clients_have_the_realms_lifespans_by_default(part: str, offline: list[str | None]) -> None:
    """They are written out, so that one that was taken out of a declaration leaves Keycloak too."""
    client = of(build(), "keycloak_openid_client", part)
    assert [client[argument] for argument in SESSIONS] == ["300", "1800", "36000"]
    assert [client.get(argument) for argument in OFFLINE] == offline


def test_application_says_what_was_declared() -> None:
    """Each lifespan reaches its argument."""
    lifespans = {"access_token": "1m", "session_idle": "10m", "session_max": "8h", "offline_max": "14d"}
    client = of(build(lifespans=lifespans, offline_access=True), "keycloak_openid_client", "_notebook_Client")
    assert [client[argument] for argument in SESSIONS] == ["60", "600", "28800"]
    assert [client[argument] for argument in OFFLINE] == ["604800", "1209600"]


@pytest.mark.parametrize("offline_access", [False, True])
def test_offline_access_is_a_scope_on_demand(offline_access: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """An application asks for offline sessions where it was declared so, and nowhere else."""
    scopes = of(build(offline_access=offline_access), "keycloak_openid_client_optional_scopes", "_notebook_")
    assert ("offline_access" in scopes["optional_scopes"]) == offline_access
