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
def running_postgres(folder: Path, port: int) -> Iterator[str]:
    """Start a server with its data in a folder; yield a connection string; stop it.

    Args:
        folder: Where the data goes.
        port: A free port on loopback.
    """
    binaries = _binaries()
    account = _account()
    data = folder / "postgres"
    data.mkdir(parents=True)
    if account:
        _let_in(folder, data, account)
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


def _let_in(folder: Path, data: Path, account: str) -> None:
    """Make pytest's private folders passable for the account, and the data its own."""
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    shutil.chown(data, user=account)


def _run(account: str | None, *command: str | Path) -> None:
    # Not a pipe: the server would keep it open.
    with tempfile.TemporaryFile(mode="w+") as output:
        code = subprocess.run(
            command, user=account, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        ).returncode
        output.seek(0)
        assert code == 0, f"{Path(command[0]).name}: {output.read()}"
