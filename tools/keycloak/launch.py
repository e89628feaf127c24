"""Start Keycloak's process, and read why it ended."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import PRIVATE_UMASK
from tools.errors import ToolError
from tools.keycloak.processes import PORT_OPTION
from tools.supervised import start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence

__all__ = ["launch", "require_java", "why_it_ended"]

# The C1 compiler alone: 1 s less to start, and enough for development and tests. By itself it leaves 48 MB for compiled
# code, of which the start fills 25; once that is full, Java compiles no more, and Keycloak answers 500 at times.
_JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"
# Java's own choice of kc.sh (G1) collects beside the server's work, and keeps books on each write for it: 4.3 % of the
# processor time of a deployment against 2.0 %, and 65 MB more memory after a start. With 512 MB pauses are short.
_COLLECTOR = "-XX:-UseG1GC -XX:+UseSerialGC"
# Java refuses two of them.
_CHOSEN_COLLECTOR = re.compile(r"-XX:\+Use\w*GC\b")
# Development mode reads all themes anew for each list of what the server can do, for which the provider asks before it
# makes a client: 26 ms of processor time, 12 ms where they are kept. Whoever edits a theme starts the server anew.
_KEPT_THEMES = "--spi-theme--cache-themes=true"
# Said after the cause, and of no use: kc.sh has no such option here.
_HINT = "For more details run the same"
_DATABASE_SIGNS = ("Failed to update database", "Failed to obtain JDBC connection")


def launch(
    script: Path, host: str, port: int, *, log: Path, admin: tuple[str, str], options: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Start `kc.sh` in development mode.

    Args:
        script: The `kc.sh` of the server's home.
        host: Address to listen on.
        port: Port to listen on, for health as well: no management port is opened.
        log: File for its output, overwritten.
        admin: Name and password of the administrator, passed by environment: a command line is public.
        options: More options of `start-dev`.
    """
    command = [str(script), "start-dev", f"--http-host={host}", f"{PORT_OPTION}{port}", "--health-enabled=true"]
    command += ["--http-management-health-enabled=false", _KEPT_THEMES, *options]
    user, password = admin
    environment = os.environ | {
        "JAVA_OPTS_APPEND": _java_options(os.environ),
        "KC_BOOTSTRAP_ADMIN_USERNAME": user,
        "KC_BOOTSTRAP_ADMIN_PASSWORD": password,
    }
    # In a session of its own it outlives make, and Ctrl-C there does not reach it. Its database holds everybody's
    # credentials.
    return start("Keycloak", command, log=log, folder=log.parent, env=environment, umask=PRIVATE_UMASK)


def _java_options(environment: Mapping[str, str]) -> str:
    """Return what is appended to the options of `kc.sh`: ours, then those that were given, which come last and win."""
    given = environment.get("JAVA_OPTS_APPEND", "")
    chosen = _CHOSEN_COLLECTOR.search(f"{environment.get('JAVA_OPTS', '')} {given}")
    return " ".join(filter(None, (_JAVA_OPTIONS, "" if chosen else _COLLECTOR, given)))


def why_it_ended(log: Path) -> str:
    """Return the last error in a server's log, which names the cause, or else its last line; with advice if any."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    errors = [line.rpartition("ERROR")[2].lstrip(": ") for line in lines if "ERROR" in line and _HINT not in line]
    error = (errors or [line for line in lines if line] or ["it said nothing"])[-1]
    if any(sign in line for line in lines for sign in _DATABASE_SIGNS):
        return f"its database is damaged ({error}): begin with empty data: make keycloak-reset"
    return error


def require_java() -> None:
    """Make sure that there is a Java, where `kc.sh` looks for it.

    Raises:
        ToolError: There is none (exit 1).
    """
    home = os.environ.get("JAVA_HOME")
    java = os.environ.get("JAVA") or (str(Path(home, "bin", "java")) if home else "java")
    if shutil.which(java) is None:
        where = "is not on PATH" if java == "java" else "is not there"
        raise ToolError(f"{java} {where}: Keycloak needs Java 17 or newer; see make doctor")
