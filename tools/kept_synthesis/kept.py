"""A synthesis that is kept: what was said then, while all that it was made of, and all that it wrote, is the same.

Closed by default: what cannot be compared later is not kept, such as an app that connects, starts another program, runs
a module that is neither installed nor ours, writes elsewhere, or reads a file that was just changed.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from constructs_lib.bindings.private_file import keep_private
from tools.bootstrap.provider import terraform_binary
from tools.errors import ToolError
from tools.kept_synthesis.facts import given, newest, program, seen, written
from tools.kept_synthesis.watch import Watched
from tools.project import ROOT, repository_of
from tools.runner.fingerprint import Fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.repository import Repository

__all__ = ["KeptSynthesis"]

# Where these are set, somebody checks what there is, or wants it elsewhere.
_ANEW = frozenset(
    {"CI", "REPLAN", "CDKTF_OUTDIR", "CDKTF_CONTEXT_JSON", "PYTHONPATH", "PYTHONSTARTUP", "NODE_OPTIONS", "NODE_PATH"}
)
# Times of files may be as coarse as that, or a server's.
_COARSE_S = 2.0
_OURS = ("main.py", "constructs_lib", "stacks", "tools")


@dataclass
class KeptSynthesis:
    """The last synthesis of a repository.

    Attributes:
        repository: Whose environments it is of.
        environment: Of the app's process.
        began: When the app is started, in seconds since the epoch.
    """

    repository: Repository
    environment: Mapping[str, str] = field(repr=False)
    began: float = field(default_factory=time.time)
    _given: str = field(default="", init=False)
    _ticket: str = field(default_factory=lambda: secrets.token_hex(16), init=False)
    _is_kept: bool = field(default=False, init=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self | None:
        """Return that of the repository which the app would read; None where it would refuse to.

        Args:
            environment: Of the app's process.
        """
        try:
            return cls(repository_of(environment), environment)
        except ToolError:  # the app says what is wrong
            return None

    @property
    def is_wanted(self) -> bool:
        """Whether what is kept may stand for a run of the app."""
        return not any(self.environment.get(name) for name in _ANEW)

    @property
    def watched_file(self) -> Path:
        """Gets what the app did, by the app."""
        return self._folder / "watched.json"

    def said(self) -> str | None:
        """Return what the app would say, which wrote what there is; None where it has to run.

        Then whatever is kept is forgotten: a run that is about to begin writes what others rely on.
        """
        try:
            self._given = self._seal(given(self.repository, self.environment))
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            if kept["given"] == self._given and kept["seal"] == self._rest(Watched.of(kept["watched"])):
                return str(kept["said"])
        except (OSError, ValueError, KeyError, TypeError):  # none, or what an older or newer version kept
            pass
        self.forget()
        with suppress(OSError):  # then nothing is kept
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for file, text in ((self.watched_file, ""), (self._running, self._ticket)):
                keep_private(file)
                file.write_text(text, encoding="utf-8")
        return None

    def keep(self, said: str) -> None:
        """Keep what the app has just written, where all that it did can be compared later.

        Args:
            said: What it said.
        """
        with suppress(OSError, ValueError, TypeError):
            watched = Watched.of(json.loads(self.watched_file.read_text(encoding="utf-8")))
            is_alone = self._running.read_text(encoding="utf-8") == self._ticket
            if not is_alone or not self.vouches_for(watched):
                return
            if self._seal(given(self.repository, self.environment)) != self._given:  # changed meanwhile
                return
            kept = {"given": self._given, "seal": self._rest(watched), "said": said, "watched": watched.as_written()}
            keep_private(self._file)
            self._file.write_text(json.dumps(kept), encoding="utf-8")
            self._is_kept = True

    def end(self) -> None:
        """Forget what another run keeps, or is about to, where this one kept nothing: both wrote into one folder."""
        if not self._is_kept:
            self.forget()

    def forget(self) -> None:
        """Forget what is kept, and let no run that has begun keep anything."""
        for file in (self._file, self._running):
            with suppress(OSError):
                file.unlink()

    def vouches_for(self, watched: Watched) -> bool:
        """Whether all that the app did can be compared later.

        Args:
            watched: What it did.
        """
        # What was written is read back; these and the environments are compared before and after by what they hold.
        compared = (self.repository.outdir, self.repository.environments, *(ROOT / name for name in _OURS))
        folders = tuple(f"{folder}{os.sep}" for folder in compared)
        read = [path for path in (*watched.read, *watched.modules) if not path.startswith(folders)]
        return (
            not watched.outside
            and all(map(self._is_known_program, watched.programs))
            and all(map(_is_known_module, watched.modules))
            and all(map(self._is_own_place, watched.changed))
            and newest(read) < self.began - _COARSE_S
        )

    @property
    def _folder(self) -> Path:
        return self.repository.logs.parent / "synthesis"

    @property
    def _file(self) -> Path:
        return self._folder / "kept.json"

    @property
    def _running(self) -> Path:
        return self._folder / "running"

    def _rest(self, watched: Watched) -> str:
        return self._seal((*seen(watched, self.repository, self.environment), *written(self.repository)))

    def _seal(self, facts: Iterator[bytes] | tuple[bytes, ...]) -> str:
        """Return a keyed hash: secrets are among the variables."""
        return Fingerprints(self._folder.parent / "fingerprints", self.environment).sealed(facts)

    def _is_known_program(self, name: str) -> bool:
        path = program(name, self.environment)
        if path is None:
            return False
        known = (self.environment.get("JSII_NODE"), terraform_binary(self.environment))
        return path in [program(other, self.environment) for other in known if other]

    def _is_own_place(self, path: str) -> bool:
        places = (self.repository.outdir, Path(tempfile.gettempdir()))
        own = any(Path(path).is_relative_to(place) for place in places)
        return own or "__pycache__" in Path(path).parts or path == str(self.watched_file) or path == os.devnull


def _is_known_module(file: str) -> bool:
    """Whether a module is installed, or the project's own: its code is compared, and asks for no time but the day."""
    path = Path(file)
    if any(path.is_relative_to(folder) for folder in {sys.prefix, sys.base_prefix}):
        return True
    return any(path.is_relative_to(ROOT / name) for name in _OURS)
