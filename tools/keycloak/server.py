"""A local Keycloak in development mode on loopback."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx

from constructs_lib.bindings.progress import step
from constructs_lib.declaration.loopback import is_loopback
from tools.bootstrap.file_lock import locked
from tools.bootstrap.paths import CACHE
from tools.errors import ToolError
from tools.keycloak import first_start, processes
from tools.keycloak import home as homes
from tools.keycloak.address import DEFAULT_PORT, chosen_port, is_free, next_free_port
from tools.keycloak.admin import KeycloakAdmin, RefusedCredentialsError
from tools.keycloak.distribution import ensure_distribution, explained
from tools.keycloak.launch import launch, require_java, why_it_ended
from tools.local_secrets import LocalSecrets, ensure_local_secrets, read_local_secrets, record_keycloak_url
from tools.supervised import answers, await_ready, end

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

    from stacks.repository import Repository

__all__ = ["KeycloakServer", "ServerStatus"]

_READY_TIMEOUT_S = 300.0
# By the others a client chooses its id and its login flow; by OpenID Connect neither.
_REGISTRATIONS = tuple(
    f"--spi-client-registration--{kind}--enabled=false" for kind in ("default", "install", "saml2-entity-descriptor")
)


@dataclass(frozen=True)
class ServerStatus:
    """What is known of a server: whether its processes live, and whether it says that it is ready."""

    running: bool
    healthy: bool
    port: int | None


@dataclass(frozen=True, kw_only=True)
class KeycloakServer:
    """Settings of one server and what can be done with it.

    Args:
        data: The server's folder: its database, configuration and log.
        cache: Where the distribution is kept, shared by servers.
        dotenv: The file with the admin credentials. The first start with an empty folder sets them in Keycloak; later
            they must still be the same.
        host: Loopback address to listen on.
        port: TCP port to listen on. There is no second one: health is served on it, and no management port opened.
        options: More options of Keycloak's `start-dev`, such as `--https-port=8443`.
        own_registrations: Clients may register themselves in Keycloak's own representation too, as by its default.
    """

    data: Path
    cache: Path
    dotenv: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    options: tuple[str, ...] = ()
    own_registrations: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], repository: Repository) -> Self:
        """Return a repository's server as KEYCLOAK_PORT, KEYCLOAK_DATA and its `.env` describe it.

        Raises:
            ToolError: KEYCLOAK_PORT is no port, or `.env` cannot be read (exit 2).
        """
        recorded = read_local_secrets(repository.dotenv).values.get("KEYCLOAK_URL", "")
        return cls(
            data=Path(environment.get("KEYCLOAK_DATA") or repository.keycloak_data).expanduser().absolute(),
            cache=CACHE,
            dotenv=repository.dotenv,
            port=chosen_port(environment.get("KEYCLOAK_PORT", ""), recorded),
        )

    @property
    def started_with(self) -> tuple[str, ...]:
        """All options of `start-dev` that are chosen here."""
        return self.options if self.own_registrations else (*_REGISTRATIONS, *self.options)

    @property
    def url(self) -> str:
        """Keycloak's base URL."""
        return f"http://{self.host}:{self.port}"

    @property
    def log(self) -> Path:
        """The file that the server's output goes to, new at each start."""
        return self.data / "keycloak.log"

    @property
    def admin(self) -> KeycloakAdmin:
        """A client of its Admin API, with the credentials in `.env`."""
        values = read_local_secrets(self.dotenv)
        return KeycloakAdmin(self.url, values.keycloak_user, values.keycloak_password, values.keycloak_client_id)

    def status(self) -> ServerStatus:
        """Look at the processes and ask for the server's health."""
        found = processes.of_home(self.data)
        port = processes.http_port(found)
        return ServerStatus(running=bool(found), healthy=port == self.port and self._healthy(), port=port)

    def start(self) -> bool:
        """Start the server unless it runs, and wait until it is ready and takes the admin credentials.

        Credentials that `.env` lacks are generated. A local URL in it that differs, because the user asked for another
        port, is replaced, so that everything else finds the server.

        Returns:
            Whether it had to be started.

        Raises:
            ToolError: The port is taken, the server ends or is not ready in time, or its data holds another admin
                password (exit 1 or 2).
        """
        with explained(self.data):
            homes.claim(self.data)
            with locked(self.data / "start.lock", "Waiting for another process that starts Keycloak"):
                self._require_port()
                started = not self.status().running
                secrets = self._record()
                if started:
                    self._launch(secrets)
                elif not self._healthy():
                    self._wait(None)
                first_start.end(self.data)
        self._require_credentials()
        return started

    def stop(self) -> bool:
        """End the server's processes, with force after 20 s.

        Returns:
            Whether there were any.
        """
        found = processes.of_home(self.data)
        if found:
            with step("Stop Keycloak"):
                end(found)
        return bool(found)

    def reset(self) -> None:
        """Stop the server and remove its folder, with all realms in it.

        Raises:
            ToolError: The folder is not a server's (exit 2).
        """
        self.stop()
        homes.remove(self.data)

    def _require_port(self) -> None:
        status = self.status()
        if status.running and status.port not in (None, self.port):
            raise ToolError(
                f"this Keycloak already runs on port {status.port}: stop it with make keycloak-stop, "
                f"or set KEYCLOAK_DATA to another folder for port {self.port}",
                exit_code=2,
            )
        if not status.running and not is_free(self.host, self.port):
            other = next_free_port(self.host, self.port)
            raise ToolError(
                f"port {self.port} on {self.host} is taken by another process; stop it, or choose another: "
                f"KEYCLOAK_PORT={other} make keycloak; or, if it is your Keycloak, use it: set KEYCLOAK_URL, "
                "KEYCLOAK_USER and KEYCLOAK_PASSWORD"
            )

    def _record(self) -> LocalSecrets:
        recorded = read_local_secrets(self.dotenv).values.get("KEYCLOAK_URL", "")
        if is_loopback(recorded) and urlsplit(recorded).port != self.port:
            record_keycloak_url(self.dotenv, self.url)
        return ensure_local_secrets(self.dotenv, keycloak_url=self.url, secret_variables=())

    def _launch(self, secrets: LocalSecrets) -> None:
        require_java()
        if first_start.clear_cut_short(self.data, self.log):
            print("Keycloak's first start was cut short: it begins again with empty data", file=sys.stderr)  # noqa: T201
        distribution = ensure_distribution(self.cache)
        script = homes.lay_out(distribution, self.data.resolve(), self.started_with)
        first_start.begin(self.data)
        process = launch(
            script,
            self.host,
            self.port,
            log=self.log,
            admin=(secrets.keycloak_user, secrets.keycloak_password),
            options=self.started_with,
        )
        try:
            self._wait(process)
        except BaseException:
            end(processes.of_home(self.data))
            raise
        homes.keep_build(distribution, self.data, self.started_with)

    def _wait(self, process: subprocess.Popen[bytes] | None) -> None:
        def lives() -> bool:
            return bool(processes.of_home(self.data)) if process is None else process.poll() is None

        with step(f"Start Keycloak at {self.url}"):
            await_ready("Keycloak", self._healthy, lives, log=self.log, timeout=_READY_TIMEOUT_S, reason=why_it_ended)

    def _healthy(self) -> bool:
        return answers(f"{self.url}/health/ready", expected=httpx.codes.OK)()

    def _require_credentials(self) -> None:
        try:
            self.admin.check()
        except RefusedCredentialsError as error:
            raise ToolError(
                f"Keycloak's data in {self.data} holds another admin password than {self.dotenv}: "
                "put the old file back, or begin with empty data: make keycloak-reset",
                exit_code=2,
            ) from error
