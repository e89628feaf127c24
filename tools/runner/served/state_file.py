"""A state in a file as Terraform's backend `local` keeps it: the same lock, its description beside it, and the backup.

Source: `internal/states/statemgr/filesystem.go` and `filesystem_lock_unix.go` of Terraform 1.11.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any

from constructs_lib.bindings.private_file import keep_private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["StateFile", "StateHeldError"]

_MODE = 0o600


class StateHeldError(Exception):
    """Somebody else holds the state.

    Args:
        info: What that one wrote of its lock, in Terraform's JSON.
    """

    def __init__(self, info: bytes) -> None:
        super().__init__("the state is locked")
        self.info = info


@dataclass
class _Held:
    """A lock that is held: the kernel frees it once any descriptor of the file is closed by this process."""

    descriptor: int
    info: bytes
    id: str
    holder: str
    made: bool
    backed_up: bool = False


class StateFile:
    """One such file; several threads may ask for it.

    It is written in place, as Terraform writes it, and not replaced by another file: whoever waits for the lock has
    opened this one, and would go on with what it held before.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._info = path.with_name(f".{path.name.removeprefix('.')}.lock.info")
        self._mutex = RLock()
        self._held: _Held | None = None

    @property
    def holder(self) -> str | None:
        """Who has locked it by way of this object."""
        held = self._held
        return held.holder if held else None

    def read(self) -> bytes:
        """Return the state; nothing where there is none yet."""
        with self._mutex:
            if self._held:
                return _content(self._held.descriptor)
            try:
                return self._path.read_bytes()
            except FileNotFoundError:
                return b""

    def write(self, state: bytes, lock_id: str | None) -> None:
        """Save a state; the one from before the lock becomes the backup.

        Args:
            state: The state.
            lock_id: Of the lock that whoever writes holds; None without one.

        Raises:
            StateHeldError: It is not the lock that is held.
        """
        with self._mutex:
            if lock_id != (self._held.id if self._held else None):
                raise StateHeldError(self._held.info if self._held else b"{}")
            if self._held:
                self._write(self._held.descriptor, state, back_up=not self._held.backed_up)
                self._held.backed_up = True
                return
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, _MODE)
            try:
                self._write(descriptor, state, back_up=True)
            finally:
                os.close(descriptor)

    def lock(self, info: bytes, holder: str) -> None:
        """Lock it against Terraform's backend `local` and other objects of this class.

        Args:
            info: What Terraform says of its lock, in JSON.
            holder: Who holds it.

        Raises:
            StateHeldError: It is locked.
            ValueError: That is no such JSON.
        """
        told: dict[str, Any] = json.loads(info)
        with self._mutex:
            if self._held:
                raise StateHeldError(self._held.info)
            made = not self._path.exists()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, _MODE)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                raise StateHeldError(self._others_info()) from None
            told |= {"Path": str(self._path), "Created": datetime.now(UTC).isoformat().replace("+00:00", "Z")}
            written = json.dumps(told).encode()
            self._held = _Held(descriptor, written, told["ID"], holder, made)
            keep_private(self._info)
            self._info.write_bytes(written)

    def unlock(self, lock_id: str) -> None:
        """Free it.

        Args:
            lock_id: Of the lock.

        Raises:
            StateHeldError: That lock is not held.
        """
        with self._mutex:
            if not self._held or self._held.id != lock_id:
                raise StateHeldError(self._held.info if self._held else b"{}")
            self._free(self._held)

    def free_of(self, holder: str) -> None:
        """Free it, if that holder has it."""
        with self._mutex:
            if self._held and self._held.holder == holder:
                self._free(self._held)

    def _free(self, held: _Held) -> None:
        self._info.unlink(missing_ok=True)
        if held.made and not os.fstat(held.descriptor).st_size:  # nobody wrote anything
            self._path.unlink(missing_ok=True)
        os.close(held.descriptor)
        self._held = None

    def _write(self, descriptor: int, state: bytes, *, back_up: bool) -> None:
        before = _content(descriptor) if back_up else b""
        if before and before != state:
            backup = self._path.with_name(f"{self._path.name}.backup")
            keep_private(backup)
            backup.write_bytes(before)
        os.fchmod(descriptor, _MODE)
        written = 0
        while written < len(state):
            written += os.pwrite(descriptor, state[written:], written)
        os.ftruncate(descriptor, len(state))
        os.fsync(descriptor)

    def _others_info(self) -> bytes:
        try:
            info = self._info.read_bytes()
            json.loads(info)
        except (OSError, ValueError):
            return b"{}"
        return info


def _content(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)
