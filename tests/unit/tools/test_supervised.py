"""A server that was started is stopped, whatever happens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.demo.ports import any_free_port, preferred_port
from tools.errors import ToolError
from tools.keycloak.address import is_free
from tools.supervised import answers, await_ready, listens, running, start

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_server_that_is_not_installed(tmp_path: Path) -> None:
    """The error says how to get it."""
    with pytest.raises(ToolError, match=r"^Thing is not installed \(/no/such/thing\): run make setup$"):
        _run(tmp_path, "/no/such/thing")


def test_server_that_ends_at_once(tmp_path: Path) -> None:
    """The error is its last line, and where the rest is."""
    command = (sys.executable, "-c", "print('out of luck'); raise SystemExit(3)")
    with pytest.raises(ToolError, match=r"^Thing ended before it was ready: out of luck; see .*thing\.log$"):
        _run(tmp_path, *command)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, ToolError])
def test_server_is_stopped_on_the_way_out(tmp_path: Path, interruption: type[BaseException]) -> None:
    """Ctrl-C, an end from outside and an error all free its port."""
    port = any_free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    taken = []

    def interrupted() -> None:
        with running("Thing", command, ready=answers(f"http://127.0.0.1:{port}"), log=tmp_path / "thing.log"):
            taken.append(preferred_port(f"http://127.0.0.1:{port}") != port)
            raise interruption("over")

    with pytest.raises(interruption):
        interrupted()
    assert (taken, is_free("127.0.0.1", port)) == ([True], True)


def test_server_that_hangs(tmp_path: Path) -> None:
    """One that lives but is never ready ends in one line."""
    log = tmp_path / "thing.log"
    with pytest.raises(ToolError, match=r"^Thing is not ready after 0 s; see .*thing\.log$"):
        await_ready("Thing", lambda: False, lambda: True, log=log, timeout=0.1)


def test_workers_end_with_their_server(tmp_path: Path) -> None:
    """What a server has started does not outlive it, not even when both ignore the request to end."""
    port = any_free_port()
    ignore = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    worker = f"{ignore}import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"
    server = f"{ignore}import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    command = [sys.executable, "-c", server]
    with running("Thing", command, ready=listens(f"127.0.0.1:{port}"), log=tmp_path / "t.log", patience=0.2):
        assert not is_free("127.0.0.1", port)
    assert is_free("127.0.0.1", port)


@pytest.mark.parametrize(("expected", "ready"), [(None, True), (200, False), (404, True)])
def test_http_probe_looks_at_the_status(tmp_path: Path, *, expected: int | None, ready: bool) -> None:
    """Any answer below 500 is one, unless a certain one is expected; a closed port is none."""
    port = any_free_port()
    probe = answers(f"http://127.0.0.1:{port}/absent", expected=expected)
    assert not probe()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with running("Thing", command, ready=listens(f"127.0.0.1:{port}"), folder=tmp_path, log=tmp_path / "t.log"):
        assert probe() == ready


def test_log_is_kept_on_demand(tmp_path: Path) -> None:
    """A server that is started again may go on in its log."""
    log = tmp_path / "thing.log"
    for append in (False, True, True):
        start("Thing", [sys.executable, "-c", "print('x')"], log=log, append=append).wait()
    assert log.read_text(encoding="utf-8") == "x\n" * 3


def _run(folder: Path, *command: str) -> None:
    port = any_free_port()
    with running("Thing", command, ready=listens(f"127.0.0.1:{port}"), folder=folder, log=folder / "thing.log"):
        raise AssertionError
