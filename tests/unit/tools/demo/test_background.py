"""A server that was started is stopped, whatever happens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.demo.background import serving
from tools.demo.ports import any_free_port, preferred_port
from tools.errors import ToolError
from tools.keycloak.address import is_free

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
        with serving("Thing", command, probe=f"http://127.0.0.1:{port}", folder=tmp_path, log=tmp_path / "thing.log"):
            taken.append(preferred_port(f"http://127.0.0.1:{port}") != port)
            raise interruption("over")

    with pytest.raises(interruption):
        interrupted()
    assert (taken, is_free("127.0.0.1", port)) == ([True], True)


def _run(folder: Path, *command: str) -> None:
    port = any_free_port()
    with serving("Thing", command, probe=f"http://127.0.0.1:{port}", folder=folder, log=folder / "thing.log"):
        raise AssertionError
