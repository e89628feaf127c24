"""The process that serves local states: whom it answers, and how long it lives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tools.runner.served.server import StateServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.unit

_PATIENCE_S = 30.0


@pytest.fixture
def server() -> Iterator[StateServer]:
    """One that has not started."""
    server = StateServer()
    yield server
    server.end()


def _asking(variables: dict[str, str]) -> httpx.Client:
    credentials = (variables["TF_HTTP_USERNAME"], variables["TF_HTTP_PASSWORD"])
    return httpx.Client(auth=credentials, base_url=variables["TF_HTTP_ADDRESS"], trust_env=False)


def _lock(client: httpx.Client, lock_id: str) -> httpx.Response:
    return client.request("LOCK", "", content=json.dumps({"ID": lock_id}))


def _idle() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)


@pytest.mark.parametrize("secret", ["", "wrong", "é"])
def test_whoever_lacks_the_secret(server: StateServer, tmp_path: Path, secret: str) -> None:
    """Gets nothing, writes nothing and locks nothing."""
    file = tmp_path / "terraform.dev.tfstate"
    file.write_text("{}")
    with _asking({**server.variables(file, "1"), "TF_HTTP_PASSWORD": secret}) as client:
        answers = [client.request(method, "", content=b"x") for method in ("GET", "POST", "LOCK", "UNLOCK")]
        assert [(answer.status_code, answer.content) for answer in answers] == [(403, b"")] * 4
        assert httpx.get(client.base_url, trust_env=False).status_code == 403
    assert (file.read_text(), [path.name for path in tmp_path.iterdir()]) == ("{}", [file.name])


def test_state(server: StateServer, tmp_path: Path) -> None:
    """It is saved for whoever has locked it, for nobody else, and what is no lock is refused."""
    file = tmp_path / "a b" / "terraform.dev.tfstate"
    with _asking(server.variables(file, "1")) as client:
        assert client.get("").status_code == 204
        assert client.request("LOCK", "", content=b"{").status_code == 400
        assert _lock(client, "one").status_code == 200
        again = _lock(client, "two")
        assert (again.status_code, again.json()["ID"]) == (423, "one")
        assert client.post("", params={"ID": "two"}, content=b'{"serial": 1}').status_code == 409
        assert client.post("", params={"ID": "one"}, content=b'{"serial": 1}').status_code == 200
        assert (client.get("").content, file.read_bytes()) == (b'{"serial": 1}', b'{"serial": 1}')
        assert client.request("UNLOCK", "", content=json.dumps({"ID": "two"})).status_code == 409
        assert client.request("UNLOCK", "", content=json.dumps({"ID": "one"})).status_code == 200
        assert _lock(client, "two").status_code == 200


def test_process_that_was_killed(server: StateServer, tmp_path: Path) -> None:
    """What it had locked is free for the next one."""
    file = tmp_path / "terraform.dev.tfstate"
    holder = _idle()
    with _asking(server.variables(file, "1")) as client:
        server.note("1", holder.pid)
        assert _lock(client, "one").status_code == 200
        assert _lock(client, "two").status_code == 423
        holder.kill()
        holder.wait()
        assert _lock(client, "two").status_code == 200


def test_runner_that_was_killed(tmp_path: Path) -> None:
    """What its Terraform has locked can still be saved; then the server ends by itself."""
    file, holder = tmp_path / "terraform.dev.tfstate", _idle()
    code = (
        "import json, sys; from pathlib import Path; from tools.runner.served.server import StateServer\n"
        "server = StateServer(); print(json.dumps(server.variables(Path(sys.argv[1]), '1')), flush=True)\n"
        "server.note('1', int(sys.argv[2])); print(server._process.pid, flush=True); sys.stdin.read()"
    )
    runner = subprocess.Popen(
        [sys.executable, "-c", code, str(file), str(holder.pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    assert runner.stdout
    variables, served = json.loads(runner.stdout.readline()), psutil.Process(int(runner.stdout.readline()))
    with _asking(variables) as client:
        assert _lock(client, "one").status_code == 200
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        assert client.post("", params={"ID": "one"}, content=b'{"serial": 1}').status_code == 200
        assert served.is_running()
        holder.kill()
        holder.wait()
    served.wait(_PATIENCE_S)
    assert file.read_bytes() == b'{"serial": 1}'


def test_secret_stands_nowhere(server: StateServer, tmp_path: Path) -> None:
    """Not among the arguments or the variables of the process, which others of the machine may see."""
    secret = server.variables(tmp_path / "state", "1")["TF_HTTP_PASSWORD"]
    (process,) = (
        child for child in psutil.Process().children() if "tools.runner.served.process" in " ".join(child.cmdline())
    )
    assert secret not in " ".join([*process.cmdline(), *process.environ().values()])
