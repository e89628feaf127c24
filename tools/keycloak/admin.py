"""A small client of Keycloak's Admin API for tools and tests, configured by the Terraform provider's own variables."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import httpx

from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.texts.visible import visible
from tools.errors import ToolError
from tools.keycloak.astray import leads_astray

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NEEDS", "KeycloakAdmin", "RefusedCallError", "RefusedCredentialsError"]

NEEDS = "the roles of make deployer, or the role admin"
"""What credentials need whose call is refused."""

_TIMEOUT_S = 120.0
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+/?")
# Of what is not there, and of what a server has switched off.
_NOTHING = (httpx.codes.NOT_FOUND, httpx.codes.NOT_IMPLEMENTED)
# Renewed this long before its end, so that a token does not expire on its way.
_MARGIN_S = 5.0


class RefusedCredentialsError(ToolError):
    """Keycloak answers, and does not take the credentials."""


class RefusedCallError(ToolError):
    """Keycloak takes the credentials, and does not let them call this."""


@dataclass(eq=False)
class KeycloakAdmin:
    """Calls the Admin API as a user (password grant) or, without user and password, as a client.

    Args:
        url: Where Keycloak answers, without the base path, such as `http://127.0.0.1:8080`.
        user: Name of an administrator.
        password: That administrator's password.
        client_id: The client that asks for the token.
        client_secret: Secret of a confidential client.
        realm: The realm that user and client belong to.
        base_path: Path before `/realms` and `/admin`, such as `/auth`; usually empty.
        access_token: What is sent where there is neither a user nor a secret; it is not renewed.
        needs: What credentials need whose call is refused.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    client_id: str = "admin-cli"
    client_secret: str = field(default="", repr=False)
    realm: str = "master"
    base_path: str = ""
    access_token: str = field(default="", repr=False)
    needs: str = NEEDS
    _token: str = field(default="", init=False, repr=False)
    _token_ends: float = field(default=0.0, init=False, repr=False)
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the connection pool; nothing is sent yet."""
        self.url = self.url.rstrip("/")
        # No proxy stands between this machine and itself; the provider leaves it out as well.
        self._http = httpx.Client(
            base_url=self.url + self.base_path, timeout=_TIMEOUT_S, trust_env=not is_loopback(self.url)
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, needs: str = NEEDS) -> Self:
        """Read the provider's variables.

        Args:
            environment: The variables.
            needs: As for the class.

        Raises:
            ToolError: The URL or the credentials are missing, or the path before `/realms` is none (exit 2).
        """
        url = environment.get("KEYCLOAK_URL", "")
        if not url:
            raise ToolError("KEYCLOAK_URL is not set: set it to your Keycloak's URL", exit_code=2)
        base_path = environment.get("KEYCLOAK_BASE_PATH", "")
        if base_path and not _PATH.fullmatch(base_path):  # behind the URL, another text could name another server
            raise ToolError("KEYCLOAK_BASE_PATH is no path: write it like /auth, or leave it unset", exit_code=2)
        admin = cls(
            url=url,
            user=environment.get("KEYCLOAK_USER", ""),
            password=environment.get("KEYCLOAK_PASSWORD", ""),
            client_id=environment.get("KEYCLOAK_CLIENT_ID", "") or "admin-cli",
            client_secret=environment.get("KEYCLOAK_CLIENT_SECRET", ""),
            realm=environment.get("KEYCLOAK_REALM", "") or "master",
            base_path=base_path,
            access_token=environment.get("KEYCLOAK_ACCESS_TOKEN", ""),
            needs=needs,
        )
        if not (admin._as_user or admin.client_secret or admin.access_token):
            raise ToolError(
                f"no credentials for Keycloak at {url}: set KEYCLOAK_USER and KEYCLOAK_PASSWORD, "
                "or KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET",
                exit_code=2,
            )
        return admin

    def check(self) -> frozenset[str]:
        """Make sure that Keycloak answers and that the credentials may administer it; return the realms that they see.

        Raises:
            ToolError: It does not answer (exit 1), or it refuses the credentials (exit 2).
        """
        return frozenset(str(realm["realm"]) for realm in self.get("realms", briefRepresentation="true").json())

    def get(self, path: str, **parameters: str) -> httpx.Response:
        """Read `/admin/<path>`, such as `realms/example-realm/clients`; for errors see `request`."""
        return self.request("GET", path, params=parameters)

    def find(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - whatever Keycloak keeps there
        """Read `/admin/<path>`; None where nothing is, or the server lacks it. For errors see `request`."""
        response = self._send("GET", path, params=parameters)
        return None if response.status_code in _NOTHING else response.json()

    def realm_exists(self, name: str) -> bool:
        """Whether there is a realm of this name."""
        return self._send("GET", f"realms/{name}").status_code != httpx.codes.NOT_FOUND

    def delete_realm(self, name: str) -> None:
        """Delete a realm; one that does not exist is no error."""
        self._send("DELETE", f"realms/{name}")

    def request(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, json: object = None
    ) -> httpx.Response:
        """Call `/admin/<path>`.

        Raises:
            ToolError: Keycloak does not answer or fails (exit 1), or refuses credentials or path (exit 2).
        """
        response = self._send(method, path, params=params, json=json)
        if response.status_code in _NOTHING:
            raise ToolError(f"Keycloak at {self.url} has nothing at {response.request.url.path}", exit_code=2)
        return response

    @property
    def _as_user(self) -> bool:
        # The provider's own order: a user first.
        return bool(self.user and self.password)

    @property
    def _by_token(self) -> bool:
        return bool(self.access_token) and not (self._as_user or self.client_secret)

    @property
    def _who(self) -> str:
        if self._by_token:
            return "access token of KEYCLOAK_ACCESS_TOKEN"
        if self._as_user:
            return f"admin credentials of user '{self.user}' (client '{self.client_id}') in realm '{self.realm}'"
        return f"credentials of client '{self.client_id}' in realm '{self.realm}'"

    @property
    def _variables(self) -> str:
        if self._as_user:
            return "KEYCLOAK_USER and KEYCLOAK_PASSWORD"
        return "KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET"

    def _send(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, json: object = None
    ) -> httpx.Response:
        if leads_astray(path):
            raise ToolError(
                f"{method} {visible(path)} was not sent to Keycloak at {self.url}: an id or a name in it leads "
                "elsewhere, and whoever chose it may have meant that: give the object another one",
                exit_code=2,
            )
        # Some of Keycloak's newer endpoints answer in YAML to whoever does not ask for JSON.
        headers = {"Authorization": f"Bearer {self._bearer()}", "Accept": "application/json"}
        try:
            response = self._http.request(method, f"/admin/{path}", params=params, json=json, headers=headers)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        if response.status_code == httpx.codes.UNAUTHORIZED and self._by_token:
            raise ToolError(f"Keycloak at {self.url} does not take the {self._who}: it has expired, or is another's")
        if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise RefusedCallError(
                f"Keycloak at {self.url} does not let the {self._who} call {method} {response.request.url.path}: "
                f"give it {self.needs}",
                exit_code=2,
            )
        if response.is_error and response.status_code not in _NOTHING:
            raise self._failed(response)
        return response

    def _bearer(self) -> str:
        if self._by_token:
            return self.access_token
        if time.monotonic() < self._token_ends - _MARGIN_S:
            return self._token
        form = {"client_id": self.client_id, "grant_type": "client_credentials"}
        if self._as_user:
            form |= {"grant_type": "password", "username": self.user, "password": self.password}
        if self.client_secret:
            form["client_secret"] = self.client_secret
        asked = time.monotonic()
        try:
            response = self._http.post(f"/realms/{self.realm}/protocol/openid-connect/token", data=form)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        if response.status_code == httpx.codes.NOT_FOUND:
            raise ToolError(
                f"Keycloak at {self.url} has no realm '{self.realm}': check KEYCLOAK_REALM and KEYCLOAK_BASE_PATH",
                exit_code=2,
            )
        if response.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED):
            raise RefusedCredentialsError(
                f"Keycloak at {self.url} refused the {self._who}: check {self._variables}", exit_code=2
            )
        if response.is_error:
            raise self._failed(response)
        answer = response.json()
        self._token, self._token_ends = str(answer["access_token"]), asked + float(answer["expires_in"])
        return self._token

    def _unreachable(self, error: httpx.TransportError) -> ToolError:
        reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error)).rstrip(".") or "no answer"
        reason = reason[0].lower() + reason[1:]
        if is_loopback(self.url):
            return ToolError(
                f"Keycloak at {self.url} does not answer ({reason}): start it (this "
                "project's own by make keycloak), or set KEYCLOAK_URL"
            )
        return ToolError(
            f"Keycloak at {self.url} does not answer ({reason}): check KEYCLOAK_URL, the network and the server"
        )

    def _failed(self, response: httpx.Response) -> ToolError:
        call = f"{response.request.method} {response.request.url.path}"
        return ToolError(f"Keycloak at {self.url} answered {response.status_code} {response.reason_phrase} to {call}")
