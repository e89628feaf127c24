"""Start, stop and faults of a real Keycloak."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tests.support.realms.answers_to_registrations import answers_to_registrations
from tools.demo.ports import any_free_port
from tools.errors import ToolError
from tools.keycloak.processes import of_home
from tools.keycloak.registrations import own_registration
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import ensure_local_secrets, read_local_secrets
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# One worker runs them all: they share a server that they stop and kill.
pytestmark = [pytest.mark.integration, pytest.mark.first]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeycloakServer]:
    """A server of this module's own, stopped at the end."""
    root = tmp_path_factory.mktemp("own")
    server = KeycloakServer(data=root / "data", cache=ROOT / ".cache", dotenv=root / ".env", port=any_free_port())
    yield server
    server.stop()


@pytest.fixture
def server(own: KeycloakServer) -> KeycloakServer:
    """The module's own server, running."""
    own.start()
    return own


def _pids(server: KeycloakServer) -> set[int]:
    return {process.pid for process in of_home(server.data)}


def test_an_option_that_keycloak_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends first is said in one line with its own last error; nothing of it runs on."""
    monkeypatch.setenv("KC_LOG_LEVEL", "nonsense")
    server = KeycloakServer(
        data=tmp_path / "data", cache=ROOT / ".cache", dotenv=tmp_path / ".env", port=any_free_port()
    )
    with pytest.raises(ToolError) as raised:
        server.start()
    assert str(raised.value).startswith("Keycloak ended before it was ready: ")
    assert "nonsense" in str(raised.value)
    assert str(raised.value).endswith(f"; see {server.log}")
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 1
    assert _pids(server) == set()


@pytest.mark.long  # two first starts on empty data
def test_a_first_start_that_was_killed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Killed while it makes its tables, it starts the next time: with empty data, which the line says."""
    server = KeycloakServer(
        data=tmp_path / "data", cache=ROOT / ".cache", dotenv=tmp_path / ".env", port=any_free_port()
    )
    killer = threading.Thread(target=_kill_among_its_tables, args=(server,))
    killer.start()
    try:
        with pytest.raises(ToolError, match="Keycloak ended before it was ready"):
            server.start()
        killer.join()
        assert server.start()
        assert "Keycloak's first start was cut short: it begins again with empty data\n" in capfd.readouterr().err
        server.admin.check()
    finally:
        server.stop()


def _kill_among_its_tables(server: KeycloakServer) -> None:
    """Kill a server that makes its tables: H2 has written some (100 kB of 430), and not all."""
    database = server.data / "data" / "h2" / "keycloakdb.mv.db"
    while not (database.exists() and database.stat().st_size > 100_000):
        time.sleep(0.01)
    for process in of_home(server.data):
        process.kill()


def test_room_for_compiled_code(server: KeycloakServer) -> None:
    """Hours of work do not fill the code cache: the running Java has five times what the C1 compiler alone gets."""
    java = next(process for process in of_home(server.data) if "java" in process.name())
    jcmd = shutil.which("jcmd")
    assert jcmd, "install a JDK: jcmd asks the running Java"
    flags = subprocess.run([jcmd, str(java.pid), "VM.flags"], capture_output=True, text=True, check=True).stdout
    reserved = re.search(r"ReservedCodeCacheSize=(\d+)", flags)
    assert reserved, flags
    assert int(reserved[1]) >= 5 * 48 * 2**20


def test_a_damaged_database(tmp_path: Path, own: KeycloakServer) -> None:
    """Data of a server that was ready is never removed unasked: the line says what is wrong and what to do."""
    own.stop()
    shutil.copytree(own.data / "data", tmp_path / "data" / "data")
    (tmp_path / "data" / ".local-keycloak").touch()
    database = tmp_path / "data" / "data" / "h2" / "keycloakdb.mv.db"
    os.truncate(database, database.stat().st_size // 2)
    server = replace(own, data=tmp_path / "data")
    with pytest.raises(ToolError) as raised:
        server.start()
    assert str(raised.value).startswith(
        "Keycloak ended before it was ready: its database is damaged (File is corrupted"
    )
    assert str(raised.value).endswith(f": begin with empty data: make keycloak-reset; see {server.log}")
    assert database.exists()


def test_a_port_that_another_keycloak_holds(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """A second clone on the same port is told another one."""
    second = replace(keycloak, data=tmp_path / "data", dotenv=tmp_path / ".env")
    with pytest.raises(ToolError) as raised:
        second.start()
    assert str(raised.value).startswith(
        f"port {keycloak.port} on 127.0.0.1 is taken by another process; stop it, or choose another: KEYCLOAK_PORT="
    )
    assert keycloak.status().healthy


def test_another_port_while_it_runs(server: KeycloakServer) -> None:
    """One folder has one server."""
    other = replace(server, port=any_free_port())
    with pytest.raises(ToolError) as raised:
        other.start()
    assert (
        f"this Keycloak already runs on port {server.port}: stop it with make keycloak-stop, "
        f"or set KEYCLOAK_DATA to another folder for port {other.port}" == str(raised.value)
    )
    assert raised.value.exit_code == 2
    assert f"KEYCLOAK_URL={server.url}\n" in server.dotenv.read_text()


def test_a_lost_dotenv(server: KeycloakServer, tmp_path: Path) -> None:
    """New credentials do not open old data: the line says both ways out."""
    forgetful = replace(server, dotenv=tmp_path / ".env")
    with pytest.raises(ToolError) as raised:
        forgetful.start()
    assert (
        f"Keycloak's data in {server.data} holds another admin password than {forgetful.dotenv}: "
        "put the old file back, or begin with empty data: make keycloak-reset" == str(raised.value)
    )
    assert raised.value.exit_code == 2


def test_a_second_start_changes_nothing(server: KeycloakServer) -> None:
    """A healthy server is left alone, and so is its `.env`."""
    before = (_pids(server), server.dotenv.read_bytes())
    assert not server.start()
    assert before == (_pids(server), server.dotenv.read_bytes())


def test_it_listens_on_loopback_alone(server: KeycloakServer) -> None:
    """No socket of the server is open to the network, and no management port is opened."""
    listening = {
        connection.laddr
        for process in of_home(server.data)
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert {"127.0.0.1"} == {address.ip.removeprefix("::ffff:") for address in listening}
    assert server.port in {address.port for address in listening}
    assert server.port + 1000 not in {address.port for address in listening}


def test_the_password_is_neither_on_a_command_line_nor_in_the_log(server: KeycloakServer) -> None:
    """Other users of the machine and readers of the log do not see it."""
    password = read_local_secrets(server.dotenv).keycloak_password
    processes = of_home(server.data)
    assert processes
    assert not [process.pid for process in processes if password in " ".join(process.cmdline())]
    assert password not in server.log.read_text()


def test_two_side_by_side(server: KeycloakServer, keycloak: KeycloakServer) -> None:
    """Two servers of one distribution have their own processes and their own realms."""
    assert server.status().healthy
    assert keycloak.status().healthy
    assert _pids(server).isdisjoint(_pids(keycloak))
    server.admin.request("POST", "realms", json={"realm": "only-here", "enabled": True})
    try:
        assert server.admin.realm_exists("only-here")
        assert not keycloak.admin.realm_exists("only-here")
    finally:
        server.admin.delete_realm("only-here")
    assert not server.admin.realm_exists("only-here")


def test_clients_register_by_openid_connect_alone(server: KeycloakServer, keycloak: KeycloakServer) -> None:
    """Whoever has an administrator's token chooses neither id nor login flow here, and elsewhere by default both."""
    assert [own_registration(each.admin, "to-come") for each in (server, keycloak)] == ["off", "on"]
    answers, as_brought = answers_to_registrations(server), answers_to_registrations(keycloak)
    assert (answers, as_brought[0]) == ([404, 404, 404, 201, 400], 201)


def test_after_a_crash_it_starts_with_its_data(server: KeycloakServer) -> None:
    """What `kill -9` leaves behind does not hinder the next start, and the database is the same one."""
    before = server.admin.get("realms/master").json()["id"]
    for process in of_home(server.data):
        process.kill()
        process.wait()
    assert not server.status().running
    assert server.start()
    assert before == server.admin.get("realms/master").json()["id"]


def test_a_java_without_its_script_is_still_ours(server: KeycloakServer) -> None:
    """With `kc.sh` killed, the orphaned Java is found: not taken for another process, and ended by stop."""
    script = next(process for process in of_home(server.data) if "java" not in process.name())
    script.kill()
    script.wait()
    assert not server.start()
    assert server.stop()
    assert not server.stop()
    assert _pids(server) == set()
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url, trust_env=False)


def test_another_port_is_recorded_and_reset_removes_all(own: KeycloakServer) -> None:
    """A stopped server starts on the port that the user asks for, with the same password; reset leaves no data."""
    own.stop()
    other = replace(own, port=any_free_port())
    ensure_local_secrets(own.dotenv, keycloak_url=own.url, secret_variables=())
    before = read_local_secrets(own.dotenv)
    assert other.start()
    after = read_local_secrets(own.dotenv)
    assert (other.url, before.keycloak_password) == (after.keycloak_url, after.keycloak_password)
    distribution = (own.data / "lib" / "lib").resolve()
    other.reset()
    assert _pids(own) == set()
    assert not own.data.exists()
    assert any(distribution.iterdir())
