"""Load environments of which one file was changed, and hold what is said of it against the rules."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from constructs_lib.declaration.texts.one_line import MAX_LINE
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.fuzz.mutations import mutate
from tests.support.fuzz.trees import tree_of

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["FuzzReport", "FuzzedFolder"]

MOST_SECONDS = 5.0
"""A file that is not answered by then hangs; a usual one takes a hundredth of a second."""

# `file:line: message`; without a line where a file has none.
_WITH_LINE = re.compile(r"environments/\S+\.yaml:[1-9][0-9]*: \S.*")
_WITHOUT_LINE = re.compile(
    r"environments/\S+: (?:cannot be read: .+|.*: rename the file)|no environment '.+|… and \d+ more: fix these first"
)
_KINDS = ("fifo", "folder", "device", "outside", "circle", "gone")


class _TooSlow(BaseException):
    """Raised by the timer: nothing that catches exceptions swallows it."""


@dataclass
class FuzzReport:
    """What came of many files.

    Attributes:
        files: How many were tried.
        valid: How many of them are valid environments.
        lines: How many lines were said of the others.
        faults: What broke the rules: number of the file, rule, detail.
        slowest: Seconds that the slowest file took.
        memory: Peak of the process, in MB.
    """

    files: int = 0
    valid: int = 0
    lines: int = 0
    slowest: float = 0.0
    memory: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)


class FuzzedFolder:
    """A copy of real environments, one file of which is changed at a time.

    Args:
        source: The real environments.
        folder: Where the copy goes: a new folder.
        seed: The same seed makes the same files.
        kept: Where files go that broke a rule.
    """

    def __init__(self, source: Path, folder: Path, *, seed: int, kept: Path) -> None:
        self._folder = folder / "environments"
        self._seed = seed
        self._kept = kept
        shutil.copytree(source, self._folder)
        self._files = EnvironmentFiles(self._folder)
        self._texts = {path: path.read_text(encoding="utf-8") for path in sorted(self._folder.rglob("*.yaml"))}
        self._trees = {str(path): tree_of(text) for path, text in self._texts.items()}
        self._report = FuzzReport()
        signal.signal(signal.SIGALRM, _too_slow)

    def run(self, files: int) -> FuzzReport:
        """Try the first files of this seed."""
        for number in range(files):
            self.try_one(number, Random(f"{self._seed}:{number}"))  # noqa: S311 - the same for each seed
        self._report.memory = _peak_mb()
        return self._report

    def try_one(self, number: int, random: Random) -> list[tuple[int, str, str]]:
        """Try one file.

        Args:
            number: What reports call it.
            random: Decides what is changed.

        Returns:
            What has broken rules so far.
        """
        path = random.choice(list(self._texts))
        content = self._change(random, path)
        started = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
        try:
            self._load(number, self._environment(random, path))
        except _TooSlow:
            self._fault(number, "hangs", f"more than {MOST_SECONDS} s", content)
        except Exception:  # noqa: BLE001 - any other is what is looked for
            self._fault(number, "traceback", traceback.format_exc(limit=-3), content)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._restore(path)
        self._report.files += 1
        self._report.slowest = max(self._report.slowest, time.monotonic() - started)
        return self._report.faults

    def _load(self, number: int, environment: str) -> None:
        try:
            self._files.load(environment)
            self._report.valid += 1
        except EnvironmentFileError as error:
            self._report.lines += len(error.lines)
            for rule, line in _broken(error):
                self._fault(number, rule, line, b"")

    def _environment(self, random: Random, path: Path) -> str:
        """Name an environment that reads the file."""
        relative = path.relative_to(self._folder)
        if len(relative.parts) > 1:
            return relative.parts[0]
        return random.choice(("dev", "staging", "prod")) if path.stem.startswith("_") else path.stem

    def _change(self, random: Random, path: Path) -> bytes:
        if random.random() < 0.01:
            self._replace(path, random.choice(_KINDS))
            return b""
        content = mutate(random, self._texts[path], self._trees[str(path)], self._trees)
        path.write_bytes(content)
        return content

    def _replace(self, path: Path, kind: str) -> None:
        path.unlink()
        match kind:
            case "fifo":
                os.mkfifo(path)
            case "folder":
                path.mkdir()
            case "device":
                path.symlink_to("/dev/zero")
            case "outside":
                path.symlink_to("/etc/hostname")
            case "circle":
                path.symlink_to(path.name)
            case _:
                pass

    def _restore(self, path: Path) -> None:
        if path.is_dir():
            path.rmdir()
        elif path.is_symlink() or not path.is_file():
            path.unlink(missing_ok=True)
        path.write_text(self._texts[path], encoding="utf-8")

    def _fault(self, number: int, rule: str, detail: str, content: bytes) -> None:
        self._report.faults.append((number, rule, detail))
        if content:
            self._kept.mkdir(parents=True, exist_ok=True)
            (self._kept / f"{self._seed}-{number}.yaml").write_bytes(content)


def _broken(error: EnvironmentFileError) -> list[tuple[str, str]]:
    broken = []
    if str(error).splitlines() != list(error.lines) or not error.lines:
        broken.append(("several lines", ascii(str(error))))
    for line in error.lines:
        if not line.isprintable():
            broken.append(("control characters", ascii(line)))
        if len(line) > MAX_LINE:
            broken.append(("too long", line))
        if not _WITH_LINE.fullmatch(line) and not _WITHOUT_LINE.fullmatch(line):
            broken.append(("no line number", line))
        if "PRIVATE KEY" in line or "q7Zt3vXkP0sLm9RwYb2N" in line or "AyM1SysPpbyDf" in line:
            broken.append(("shows a secret", line))
    return broken


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow


def _peak_mb() -> int:
    """Return the most memory that this program has held, in MB.

    Linux counts what the process held before it became this program into `ru_maxrss`, and not into `VmHWM`.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [each for each in status.read_text(encoding="utf-8").splitlines() if each.startswith("VmHWM:")]
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
