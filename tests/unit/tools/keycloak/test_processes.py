"""Processes of a server, found among the real ones of this machine."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tools.keycloak.processes import http_port, of_home
from tools.supervised import end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.unit


@contextmanager
def _running(script: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a shell that says when its script has begun."""
    # It waits without a child of its own: a fork has its parent's command line until it becomes another program.
    command = ["sh", "-c", f"{script}; echo; read -r _", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_another_home_s_process_is_not_found(tmp_path: Path) -> None:
    """Neither a sibling, nor a folder whose name only begins the same, nor a mention of the home counts."""
    home = tmp_path / "home"
    with (
        _running(":", str(tmp_path / "home2" / "bin" / "kc.sh")),
        _running(":", str(home)),
        _running(":", f"-Dkc.home.dir={home}2/bin/.."),
    ):
        assert of_home(home) == []


@pytest.mark.parametrize("mark", ["{home}/bin/kc.sh", "-Dkc.home.dir={home}/bin/.."])
def test_the_script_and_its_java_are_found_until_they_end(tmp_path: Path, mark: str) -> None:
    """Both are known by their command line, with the port; once dead, even as zombies, they are gone."""
    with _running(":", mark.format(home=tmp_path), "start-dev", "--http-port=8123") as process:
        found = of_home(tmp_path)
        assert [process.pid] == [each.pid for each in found]
        assert http_port(found) == 8123
        process.kill()
        while process.pid in [each.pid for each in of_home(tmp_path)]:
            time.sleep(0.01)
        assert process.returncode is None


def test_no_process_has_no_port(tmp_path: Path) -> None:
    """A server that does not run has no port."""
    assert http_port(of_home(tmp_path)) is None


def test_a_process_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    """Who does not end by itself is ended."""
    with _running("trap '' TERM", str(tmp_path / "bin" / "kc.sh")):
        end(of_home(tmp_path), patience=0.2)
        assert of_home(tmp_path) == []


def test_a_process_that_is_already_gone_is_no_error(tmp_path: Path) -> None:
    """One that ends between the search and the signal is simply ended."""
    with _running(":", str(tmp_path / "bin" / "kc.sh")) as process:
        found = of_home(tmp_path)
        process.kill()
        process.wait()
        end(found, patience=0.2)
        assert of_home(tmp_path) == []
