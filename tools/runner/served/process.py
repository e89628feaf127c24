"""The process that serves local states on this machine to the Terraform of one run: `python -m`, by the runner alone.

It is one of its own for two reasons. A lock of a file ends as soon as its process closes that file anywhere, and the
runner reads states. And where the runner is killed, its Terraform goes on: this goes on as well, until that is done.

On standard input, the first line is the secret of the run, each further one a name and the id of the process that has
it; the end of the input is that of the runner. On standard output it writes the port.

Source of the protocol: https://developer.hashicorp.com/terraform/language/backend/http
"""

from __future__ import annotations

import base64
import hmac
import json
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import psutil

from tools.runner.served.state_file import StateFile, StateHeldError

if TYPE_CHECKING:
    from collections.abc import Callable

_POLL_S = 1.0
_POLL_AT_THE_END_S = 0.05
_PATIENCE_S = 30.0  # for the rest of a request


class _States:
    """The files that were asked for, and the processes that ask."""

    def __init__(self) -> None:
        self._files: dict[str, StateFile] = {}
        self._processes: dict[str, psutil.Process | None] = {}
        self._lock = Lock()

    def of(self, path: str) -> StateFile:
        with self._lock:
            return self._files.setdefault(path, StateFile(Path(path)))

    def note(self, name: str, process_id: int) -> None:
        try:
            self._processes[name] = psutil.Process(process_id)
        except psutil.NoSuchProcess:
            self._processes[name] = None

    def free_of_dead(self, *, unknown: bool) -> bool:
        """Free what those hold that have died; return whether anybody holds anything.

        Args:
            unknown: Also what those hold whose process was never told.
        """
        with self._lock:
            files = tuple(self._files.values())
        for file in files:
            holder = file.holder
            if holder is not None and not self._lives(holder, unknown=unknown):
                file.free_of(holder)
        return any(file.holder is not None for file in files)

    def _lives(self, name: str, *, unknown: bool) -> bool:
        if name not in self._processes:
            return not unknown
        process = self._processes[name]
        try:
            return process is not None and process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE_S
    secret: str
    states: _States

    def do_GET(self) -> None:
        if self._is_allowed():
            state = self._file.read()
            self._answer(HTTPStatus.OK if state else HTTPStatus.NO_CONTENT, state)

    def do_POST(self) -> None:
        if self._is_allowed():
            lock_id = parse_qs(urlsplit(self.path).query).get("ID", [None])[0]
            self._do(lambda body: self._file.write(body, lock_id), HTTPStatus.CONFLICT)

    def do_LOCK(self) -> None:
        if self._is_allowed():
            self.states.free_of_dead(unknown=False)
            self._do(lambda body: self._file.lock(body, self._user), HTTPStatus.LOCKED)

    def do_UNLOCK(self) -> None:
        if self._is_allowed():
            self._do(lambda body: self._file.unlock(json.loads(body)["ID"]), HTTPStatus.CONFLICT)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    @property
    def _file(self) -> StateFile:
        return self.states.of(unquote(urlsplit(self.path).path))

    @property
    def _user(self) -> str:
        return self._credentials()[0]

    def _credentials(self) -> tuple[str, str]:
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return (name, secret) if kind.lower() == "basic" else ("", "")

    def _is_allowed(self) -> bool:
        if hmac.compare_digest(self._credentials()[1].encode(), self.secret.encode()):
            return True
        self._answer(HTTPStatus.FORBIDDEN)
        return False

    def _do(self, what: Callable[[bytes], None], held: HTTPStatus) -> None:
        """Do something with the body, and answer whether it was done."""
        try:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            what(body)
        except StateHeldError as other:
            self._answer(held, other.info)
        except (KeyError, TypeError, ValueError):
            self._answer(HTTPStatus.BAD_REQUEST)
        except OSError:
            self._answer(HTTPStatus.INSUFFICIENT_STORAGE)
        else:
            self._answer(HTTPStatus.OK)

    def _answer(self, status: HTTPStatus, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _main() -> None:
    states, ended = _States(), Event()
    _Handler.secret, _Handler.states = sys.stdin.readline().strip(), states
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = False  # what is being answered is answered to the end
    Thread(target=server.serve_forever, kwargs={"poll_interval": _POLL_AT_THE_END_S}, daemon=True).start()
    Thread(target=_listen, args=(states, ended), daemon=True).start()
    print(server.server_port, flush=True)  # noqa: T201 - to the runner
    while not ended.wait(_POLL_S):
        states.free_of_dead(unknown=False)
    pause = Event()
    while states.free_of_dead(unknown=True):
        pause.wait(_POLL_AT_THE_END_S)
    server.shutdown()
    server.server_close()


def _listen(states: _States, ended: Event) -> None:
    """Read what the runner tells, until it has ended."""
    try:
        for line in sys.stdin:
            name, _, process_id = line.partition(" ")
            states.note(name, int(process_id))
    finally:
        ended.set()


if __name__ == "__main__":
    _main()
