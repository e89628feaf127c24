"""Whether a server registers clients in Keycloak's own representation, by what it answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from tests.support.servers.loopback_server import JsonHandler, LoopbackServer
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.registrations import OPTION, OwnRegistration, check_registrations, own_registration

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.unit

NO_PROVIDER = {"error": "Client registration provider not found"}
REFUSED = {"error": "invalid_token", "error_description": "Not authorized to view client."}
REGISTRATION = {"redirect_hosts": ["127.0.0.1"], "scopes": {"spam": ["predict"]}, "max_clients": 9}


def server(status: int, said: object, *, realms: tuple[str, ...] = ("ml", "master")) -> LoopbackServer:
    """Return what answers to registrations in some realms as it is told; there is none in others."""

    class Handler(JsonHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            """Tell which realms there are, and answer whoever asks for a client; nothing else is answered."""
            if self.path.startswith("/admin/realms/"):
                is_there = self.path.rpartition("/")[2] in realms
                self.answer(HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND, {})
                return
            realm = self.path.split("/")[2]
            is_asked = self.path.startswith(f"/realms/{realm}/clients-registrations/default/")
            if not is_asked or "Authorization" in self.headers:
                self.answer(HTTPStatus.BAD_REQUEST, {})
            elif realm in realms:
                self.answer(HTTPStatus(status), said)
            else:
                self.answer(HTTPStatus.NOT_FOUND, {"error": "Realm does not exist"})

    return LoopbackServer(Handler)


def asked(url: str) -> OwnRegistration:
    """Ask about realm `ml`."""
    return own_registration(KeycloakAdmin(url, access_token="x"), "ml")


@pytest.mark.parametrize(
    ("status", "said", "found"),
    [
        (401, REFUSED, OwnRegistration.ON),
        (200, {"clientId": "none"}, OwnRegistration.UNKNOWN),
        (403, {"error": "https_required", "error_description": "HTTPS required"}, OwnRegistration.UNKNOWN),
        (404, {"error": "HTTP 404 Not Found"}, OwnRegistration.UNKNOWN),
        (404, ["not found"], OwnRegistration.UNKNOWN),
        (403, "denied", OwnRegistration.UNKNOWN),
        (502, {}, OwnRegistration.UNKNOWN),
        (404, NO_PROVIDER, OwnRegistration.OFF),
    ],
)
def test_only_its_own_word_counts(status: int, said: object, found: OwnRegistration) -> None:
    """What a proxy answers, or a realm that lets nobody in without TLS, is no word of the server's."""
    with server(status, said) as there:
        assert asked(there.url) is found


@pytest.mark.parametrize(
    ("realms", "found"), [(("master",), OwnRegistration.OFF), ((), OwnRegistration.UNKNOWN)], ids=["first", "none"]
)
def test_a_realm_that_is_to_come(realms: tuple[str, ...], found: OwnRegistration) -> None:
    """Before the first deployment another realm of the server tells; that there is none tells nothing."""
    with server(404, NO_PROVIDER, realms=realms) as there:
        assert asked(there.url) is found


def environment(url: str, **realm: object) -> Environment:
    """Return an environment of realm `ml`."""
    body = {"keycloak": {"url": url}, "realm": {"name": "ml", **realm}, "api": {"client_id": "scorer"}}
    return Environment.model_validate({**body, "models": {"spam": {}}})


@pytest.mark.parametrize(
    ("said", "is_ours", "words"),
    [
        (REFUSED, False, f"registers clients in its own representation too, .*: start it with {OPTION}, or remove"),
        (REFUSED, True, "registers clients .*: run make keycloak-stop, then this again, or remove the key"),
        ({}, False, "does not say that it does not register clients in its own representation"),
    ],
)
def test_it_is_refused_where_clients_register(said: Mapping[str, str], *, is_ours: bool, words: str) -> None:
    """Nothing is applied before the server is closed, in one line."""
    with server(401, said) as there:
        declared = environment(there.url, client_registration=REGISTRATION)
        admin = KeycloakAdmin(there.url, access_token="x")
        with pytest.raises(ToolError, match=f"^realm 'ml': client_registration: Keycloak at {there.url} {words}") as no:
            check_registrations(declared, admin, is_ours=is_ours)
        assert (no.value.exit_code, "\n" in str(no.value)) == (2, False)


def test_nothing_is_asked_where_nobody_registers() -> None:
    """A realm without the key takes no registration anyway, and a server that is away is none of its business."""
    away = KeycloakAdmin("http://127.0.0.1:9", access_token="x")
    check_registrations(environment(away.url), away, is_ours=False)
