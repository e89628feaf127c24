"""Starts the process that serves local states, and ends it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.errors import ToolError
from tools.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["StateServer"]

_MODULE = "tools.runner.served.process"


class StateServer:
    """It is started when it is first needed; several threads may use it."""

    def __init__(self) -> None:
        self._secret = secrets.token_urlsafe(32)
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self._lock = Lock()

    def variables(self, state: Path, name: str) -> dict[str, str]:
        """Return what tells Terraform's backend `http` where a state is; nothing of it stands in a file.

        Args:
            state: The file, with its whole path.
            name: What the process is called that asks.

        Raises:
            ToolError: The server does not start.
        """
        self._start()
        address = f"http://127.0.0.1:{self._port}{quote(str(state))}"
        return {
            "TF_HTTP_ADDRESS": address,
            "TF_HTTP_LOCK_ADDRESS": address,
            "TF_HTTP_UNLOCK_ADDRESS": address,
            "TF_HTTP_USERNAME": name,
            "TF_HTTP_PASSWORD": self._secret,
        }

    def note(self, name: str, process_id: int) -> None:
        """Tell which process has a name: what it locks is free once it has ended, in whatever way.

        Args:
            name: As `variables` had it.
            process_id: The process.
        """
        self._tell(f"{name} {process_id}")

    def end(self) -> None:
        """Let the server end."""
        with self._lock:
            if self._process:
                self._process.communicate()
                self._process = None

    def _start(self) -> None:
        with self._lock:
            if self._process:
                return
            self._process = subprocess.Popen(
                [sys.executable, "-m", _MODULE],
                cwd=ROOT,
                env=os.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # a terminal's Ctrl-C is for the runner
            )
            self._write(self._process, self._secret)
            port = self._process.stdout.readline() if self._process.stdout else ""
            if not port.strip().isdecimal():
                raise ToolError("the states of this machine cannot be served to Terraform: python -m " + _MODULE)
            self._port = int(port)

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process:
                self._write(self._process, line)

    @staticmethod
    def _write(process: subprocess.Popen[str], line: str) -> None:
        if process.stdin:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
