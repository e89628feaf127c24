"""A local Keycloak in development mode on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tools.bootstrap.progress import step
from tools.errors import ToolError
from tools.keycloak import home as homes
from tools.keycloak import processes
from tools.keycloak.address import is_free, next_free_port
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.distribution import ensure_distribution, exclusive, explained

__all__ = ["KeycloakServer", "ServerStatus"]

_READY_TIMEOUT_S = 300.0
_STOP_PATIENCE_S = 20.0
_POLL_S = 0.2
# The C1 compiler alone: 1 s less to start, and enough for development and tests.
_JAVA_OPTIONS = "-XX:TieredStopAtLevel=1"


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
        admin_password: Set at the first start with an empty folder; later it must be the same.
        admin_user: As `admin_password`.
        host: Loopback address to listen on.
        port: TCP port to listen on. There is no second one: health is served on it, and no management port opened.
    """

    data: Path
    cache: Path
    admin_password: str = field(repr=False)
    admin_user: str = "admin"
    host: str = "127.0.0.1"
    port: int = 8080

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
        """A client of its Admin API."""
        return KeycloakAdmin(self.url, self.admin_user, self.admin_password)

    def status(self) -> ServerStatus:
        """Look at the processes and ask for the server's health."""
        found = processes.of_home(self.data)
        port = processes.http_port(found)
        return ServerStatus(running=bool(found), healthy=port == self.port and self._healthy(), port=port)

    def require_free_port(self) -> None:
        """Make sure that `start` could listen, or that this server does already.

        Raises:
            ToolError: Another process holds the port (exit 1), or this server runs on another one (exit 2).
        """
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
                f"KEYCLOAK_PORT={other} make keycloak"
            )

    def start(self) -> bool:
        """Start the server unless it runs, and wait until it is ready and takes the admin credentials.

        Returns:
            Whether it had to be started.

        Raises:
            ToolError: The port is taken, the server ends or is not ready in time, or its data holds another admin
                password (exit 1 or 2).
        """
        with explained(self.data):
            homes.claim(self.data)
            with exclusive(self.data / "start.lock"):
                self.require_free_port()
                started = not self.status().running
                if started:
                    self._launch()
                elif not self._healthy():
                    self._wait(None)
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
                processes.end(found, patience=_STOP_PATIENCE_S)
        return bool(found)

    def reset(self) -> None:
        """Stop the server and remove its folder, with all realms in it.

        Raises:
            ToolError: The folder is not a server's (exit 2).
        """
        self.stop()
        homes.remove(self.data)

    def _launch(self) -> None:
        _require_java()
        distribution = ensure_distribution(self.cache)
        script = homes.lay_out(distribution, self.data.resolve())
        command = [
            str(script),
            "start-dev",
            f"--http-host={self.host}",
            f"{processes.PORT_OPTION}{self.port}",
            "--health-enabled=true",
            "--http-management-health-enabled=false",
        ]
        environment = os.environ | {
            "JAVA_OPTS_APPEND": f"{os.environ.get('JAVA_OPTS_APPEND', '')} {_JAVA_OPTIONS}".strip(),
            "KC_BOOTSTRAP_ADMIN_USERNAME": self.admin_user,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
        }
        with self.log.open("wb") as output:
            # A session of its own: it outlives make, and Ctrl-C there does not reach it.
            process = subprocess.Popen(
                command,
                cwd=self.data,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait(process)
        except BaseException:
            processes.end(processes.of_home(self.data), patience=_STOP_PATIENCE_S)
            raise
        homes.keep_build(distribution, self.data)

    def _wait(self, process: subprocess.Popen[bytes] | None) -> None:
        with step(f"Start Keycloak at {self.url}"):
            end = time.monotonic() + _READY_TIMEOUT_S
            while not self._healthy():
                if process is not None and process.poll() is not None:
                    raise ToolError(f"Keycloak ended before it was ready: {self._last_error()}; see {self.log}")
                if time.monotonic() > end:
                    raise ToolError(f"Keycloak is not ready after {_READY_TIMEOUT_S:.0f} s; see {self.log}")
                time.sleep(_POLL_S)

    def _healthy(self) -> bool:
        try:
            answer = httpx.get(f"{self.url}/health/ready", trust_env=False, timeout=5.0)
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK

    def _require_credentials(self) -> None:
        try:
            self.admin.check()
        except ToolError as error:
            if "refused" not in str(error):
                raise
            raise ToolError(
                f"Keycloak's data in {self.data} holds another admin password than .env: "
                "put the old .env back, or begin with empty data: make keycloak-reset",
                exit_code=2,
            ) from error

    def _last_error(self) -> str:
        lines = [line.strip() for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines()]
        errors = [line.partition("ERROR")[2].lstrip(": ") for line in lines if "ERROR" in line]
        return (errors or [line for line in lines if line] or ["it said nothing"])[-1]


def _require_java() -> None:
    # The order in which kc.sh looks for it.
    home = os.environ.get("JAVA_HOME")
    java = os.environ.get("JAVA") or (str(Path(home, "bin", "java")) if home else "java")
    if shutil.which(java) is None:
        where = "is not on PATH" if java == "java" else "is not there"
        raise ToolError(f"{java} {where}: Keycloak needs Java 17 or newer; see make doctor")
