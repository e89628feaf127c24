"""A real PostgreSQL for tests of remote state."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["running_postgres"]

_PACKAGED = Path("/usr/lib/postgresql")


@contextmanager
def running_postgres(port: int) -> Iterator[str]:
    """Start a server with its data in a temporary folder; yield a connection string; stop it.

    Args:
        port: A free port on loopback.
    """
    # Not below pytest's folders: these are closed to other accounts.
    with tempfile.TemporaryDirectory(prefix="ml-api-security-postgres-") as folder:
        yield from _served(Path(folder), port)


def _served(data: Path, port: int) -> Iterator[str]:
    binaries = _binaries()
    account = _account()
    if account:
        shutil.chown(data, user=account)
    _run(account, binaries / "initdb", "--pgdata", data, "--username", "terraform", "--auth", "trust", "--no-sync")
    options = f"-h 127.0.0.1 -p {port} -k {data}"
    _run(account, binaries / "pg_ctl", "start", "-w", "--pgdata", data, "-o", options, "-l", data / "log")
    try:
        yield f"postgres://terraform@127.0.0.1:{port}/postgres?sslmode=disable"
    finally:
        _run(account, binaries / "pg_ctl", "stop", "-w", "-m", "immediate", "--pgdata", data)


def _binaries() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    packaged = sorted(_PACKAGED.glob("*/bin/initdb"))
    if not packaged:
        pytest.fail(
            "PostgreSQL is missing: install its server (Debian: apt-get install postgresql), or put initdb on PATH"
        )
    return packaged[-1].parent


def _account() -> str | None:
    """PostgreSQL refuses to run as root: name another account in that case."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(account: str | None, *command: str | Path) -> None:
    # Not a pipe: the server would keep it open.
    with tempfile.TemporaryFile(mode="w+") as output:
        code = subprocess.run(
            command, user=account, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        ).returncode
        output.seek(0)
        assert code == 0, f"{Path(command[0]).name}: {output.read()}"
