"""Walk through a page as a reader does: one shell, every block in order, each file saved where the page says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Block", "Shell", "blocks_of", "unshown"]

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"# (\S+)\n")
_DONE = "the block has ended:"
_PATIENCE_S = 900.0


@dataclass(frozen=True)
class Block:
    """A block of code.

    Attributes:
        language: `sh` is typed, `yaml` and `py` are files, `diff` changes a file, `text` is what a command prints.
        text: What it holds.
    """

    language: str
    text: str

    @property
    def file(self) -> str:
        """The file that its first line names."""
        title = _TITLE.match(self.text)
        assert title, f"the first line must name the file: # <path>\n{self.text}"
        return title[1]

    def changed(self, old: str) -> str:
        """Return a file's text with the change that a `diff` shows; its lines must be there, once."""
        _, *lines = self.text.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if not line.startswith("+"))
        after = "".join(line[1:] for line in lines if not line.startswith("-"))
        assert old.count(before) == 1, f"{self.file} does not have what is changed:\n{before}"
        return old.replace(before, after)


def blocks_of(text: str) -> list[Block]:
    """Return a page's blocks, in order."""
    return [Block(language, body) for language, body in _FENCE.findall(text)]


def unshown(expected: str, printed: str) -> list[str]:
    """Return the expected lines that were not printed in that order; `…` stands for any text."""
    lines = iter(printed.splitlines())
    missing = []
    for line in expected.splitlines():
        pattern = re.compile(".*".join(map(re.escape, line.strip().split("…"))))
        if not any(pattern.fullmatch(candidate.strip()) for candidate in lines):
            missing.append(line)
    return missing


@dataclass
class Shell:
    """A bash that stops at the first command that fails."""

    process: subprocess.Popen[str]

    @classmethod
    @contextmanager
    def open(cls, folder: Path, environment: Mapping[str, str]) -> Iterator[Shell]:
        """Open one in a folder; at the end it and all that it started is gone."""
        process = subprocess.Popen(
            ["bash"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        timer = Timer(_PATIENCE_S, process.kill)
        timer.start()
        try:
            shell = cls(process)
            shell.type("set -e -o pipefail")
            yield shell
        finally:
            timer.cancel()
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def type(self, text: str) -> str:
        """Type lines; return what was printed until they had ended."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin
        assert stdout
        stdin.write(f"{text}\necho; echo '{_DONE}'\n")
        stdin.flush()
        return _read(stdout, text)

    @property
    def folder(self) -> str:
        """The folder that it is in."""
        return self.type("pwd").strip()


def _read(stdout: IO[str], text: str) -> str:
    printed: list[str] = []
    for line in stdout:
        if line.strip() == _DONE:
            return "".join(printed)
        printed.append(line)
    raise AssertionError(f"{text}\nfailed:\n{''.join(printed)}")
