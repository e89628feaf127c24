"""Tokens that Keycloak mints for requests that were drawn: by real grants, as a caller would get them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constructs_lib.declaration.secret_names import client_secret_name, initial_password_name
from tests.support.realms.principals import Machine, Person
from tests.support.tokens.dpop_key import DpopKey

if TYPE_CHECKING:
    import httpx

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ApiProps
    from tests.support.declarations.drawn_requests import DrawnRequest
    from tests.support.realms.live_environment import LiveEnvironment

__all__ = ["Minting"]

_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


@dataclass
class Minting:
    """Asks a live environment for tokens.

    Attributes:
        live: The environment.
    """

    live: LiveEnvironment

    def __post_init__(self) -> None:
        """Remember who has logged in: a login costs the most."""
        self._people: dict[tuple[str, str], Person] = {}
        self._strangers: set[str] = set()
        self._handed_over: dict[tuple[str, str, str], str] = {}

    def ask(self, request: DrawnRequest) -> httpx.Response:
        """Return the answer to a request."""
        match request.client.kind:
            case "machine":
                form = {"grant_type": "client_credentials"}
            case "trader":
                form = {"grant_type": _EXCHANGE, "subject_token_type": _ACCESS_TOKEN}
                form["subject_token"] = self._subject_token(request)
            case _:
                return self._person(request.principal, request.client.client_id).ask(*request.scopes)
        return self._post(request, {**form, **({"scope": " ".join(request.scopes)} if request.scopes else {})})

    def _post(self, request: DrawnRequest, form: dict[str, str]) -> httpx.Response:
        machine = self._machine(request.client.client_id)
        headers = DpopKey().proof(machine.token_endpoint) if "dpop" in request.client.bindings else {}
        return machine.http.post(machine.token_endpoint, data={**form, **machine.credentials()}, headers=headers)

    def _machine(self, client_id: str) -> Machine:
        environment, private = self.live.environment, self.live.private
        declared = {
            name: props for access in environment.accesses().values() for name, props in access.consumers.items()
        }
        name = next(name for name, props in declared.items() if client_id in props.client_ids(name))
        machine = self.live.machine(name)
        if client_id == name:
            return machine
        secret = private.secret(client_secret_name(client_id))
        return replace(
            machine, client_id=client_id, credentials=lambda: {"client_id": client_id, "client_secret": secret}
        )

    def _person(self, principal: Principal, client_id: str) -> Person:
        username = self._stranger(principal) if principal.kind == "group" else principal.name
        key = (username, client_id)
        if key not in self._people:
            apis = {api.client_id: api for api in self.live.environment.every_api.values()}
            own = apis.get(client_id)
            self._people[key] = self._at_the_api(username, own) if own else self.live.person(*key)
        return self._people[key]

    def _stranger(self, principal: Principal) -> str:
        """Put somebody into a group whom nobody declares, as `external_people` says that others do."""
        username = f"stranger-{principal.group}"
        if username not in self._strangers:
            password = self.live.private.secret(initial_password_name(username))
            self.live.admin.request(
                "POST",
                f"realms/{self.live.realm}/users",
                json={
                    "username": username,
                    "email": f"{username}@example.com",
                    "firstName": "A",
                    "lastName": "B",
                    "enabled": True,
                    "emailVerified": True,
                    "groups": [f"/{principal.group}"],
                    "credentials": [{"type": "password", "value": password, "temporary": False}],
                },
            )
            self._strangers.add(username)
        return username

    def _at_the_api(self, username: str, api: ApiProps) -> Person:
        private = self.live.private
        return Person(
            username=username,
            client_id=api.client_id,
            redirect_uri=api.redirect_uris[0],
            endpoints=self.live.endpoints,
            password=private.secret(initial_password_name(username)),
            client_secret=private.secret(client_secret_name(api.client_id)),
        )

    def _subject_token(self, request: DrawnRequest) -> str:
        """Return what an application hands to the machine that trades tokens."""
        application = request.client.trades_from[0]
        consumer = request.client.client_id.removesuffix("-green")
        key = (request.principal.name, application, consumer)
        if key not in self._handed_over:
            answer = self._person(request.principal, application).ask(f"exchange.{consumer}")
            self._handed_over[key] = str(answer.json()["access_token"])
        return self._handed_over[key]
