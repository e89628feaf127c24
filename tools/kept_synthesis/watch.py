"""What a process reads, writes and starts, as Python's audit events tell it."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Watch", "Watched"]

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "shutil.rmtree"})
# `shutil.rmtree`, which tells its folder, calls these with a name in an open folder.
_IN_TREES = frozenset({"os.remove", "os.rmdir"})
_LISTS = frozenset({"os.listdir", "os.scandir"})
# What these bring in, nobody can compare later.
_OUTSIDE = frozenset(
    {
        "ctypes.dlopen",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "pty.spawn",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
        "sqlite3.connect",
        "webbrowser.open",
    }
)


@dataclass(frozen=True)
class Watched:
    """What a process did.

    Attributes:
        read: Paths of files that it read or looked for, absolute.
        listed: Paths of folders that it listed, absolute.
        changed: Paths that it wrote, made, renamed or removed, absolute.
        programs: Programs that it started, as it named them.
        modules: Files of the modules that it imported.
        folders: Where modules were looked for.
        outside: Names of events that nobody can compare later, such as a connection.
    """

    read: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: Mapping[str, list[str]]) -> Self:
        """Return what `as_written` made lists of.

        Raises:
            TypeError: It is something else.
        """
        return cls(**{name: tuple(map(str, paths)) for name, paths in written.items()})

    def as_written(self) -> dict[str, list[str]]:
        """Return lists by name, sorted."""
        return {name: sorted(paths) for name, paths in asdict(self).items()}


@dataclass
class Watch:
    """An audit hook: `sys.addaudithook(Watch())`. It stays until the process ends, and never fails."""

    _read: set[str] = field(default_factory=set)
    _listed: set[str] = field(default_factory=set)
    _changed: set[str] = field(default_factory=set)
    _programs: set[str] = field(default_factory=set)
    _outside: set[str] = field(default_factory=set)
    _trees: bool = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note an event."""
        if event == "open":
            path, _, flags = arguments
            self._note(self._changed if isinstance(flags, int) and flags & _WRITES else self._read, path)
        elif event in _LISTS:
            self._note(self._listed, arguments[0])
        elif event in _IN_TREES and arguments[1] != -1:
            if not self._trees:
                self._outside.add(event)
        elif event in _CHANGES:
            self._trees = self._trees or event == "shutil.rmtree"
            for path in arguments[: 2 if event in {"os.rename", "os.link", "os.symlink"} else 1]:
                self._note(self._changed, path)
        elif event == "subprocess.Popen":
            self._programs.add(os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else repr(arguments))
        elif event in _OUTSIDE and arguments[:1] != (None,):  # ctypes opens this process itself, as it is imported
            self._outside.add(event)

    def watched(self) -> Watched:
        """Return what was noted until now."""
        loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        return Watched(
            read=tuple(self._read - self._changed),
            listed=tuple(self._listed),
            changed=tuple(self._changed),
            programs=tuple(self._programs),
            modules=tuple({str(Path(file).absolute()) for file in loaded if isinstance(file, str)}),
            folders=tuple(dict.fromkeys(sys.path)),
            outside=tuple(self._outside),
        )

    def _note(self, where: set[str], path: object) -> None:
        if isinstance(path, int):  # open already, and noted then
            return
        if isinstance(path, str | bytes | os.PathLike):
            where.add(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - an audit hook does as little as it can
        else:
            where.add(os.path.abspath("."))  # noqa: PTH100 - a folder that is listed without a name
