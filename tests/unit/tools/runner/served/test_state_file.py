"""A state in a file, beside Terraform's own backend `local`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools.runner.served.state_file import StateFile, StateHeldError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

_INFO = {"ID": "one", "Operation": "OperationTypeApply", "Who": "me@here", "Version": "1.11.4"}
_LOCK = json.dumps(_INFO).encode()
# As another process sees it: a process's own locks do not keep itself out.
_TRY = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def _is_free(path: Path) -> bool:
    return subprocess.run([sys.executable, "-c", _TRY, str(path)], check=False, capture_output=True).returncode == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a state lies that is there already."""
    path = tmp_path / "terraform.dev.tfstate"
    path.write_bytes(b'{"serial": 1}')
    return path


def _info(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock.info")


def test_second_lock(path: Path) -> None:
    """Whoever asks while it is locked is told who has it; another id neither writes nor frees it."""
    state = StateFile(path)
    state.lock(_LOCK, "first")
    with pytest.raises(StateHeldError) as held:
        state.lock(json.dumps({**_INFO, "ID": "two"}).encode(), "second")
    assert json.loads(held.value.info) | _INFO == json.loads(held.value.info)
    for lock_id in ("two", None):
        with pytest.raises(StateHeldError):
            state.write(b"{}", lock_id)
    with pytest.raises(StateHeldError):
        state.unlock("two")
    state.free_of("second")
    assert (state.holder, path.read_bytes()) == ("first", b'{"serial": 1}')


def test_lock_of_somebody_else(path: Path) -> None:
    """A lock that another process's backend `local` holds is told as it wrote it, or as nothing where that is cut."""
    code = f"{_TRY.replace('fcntl.lockf(', 'file = ').replace(', fcntl.LOCK_EX', '; fcntl.lockf(file, fcntl.LOCK_EX')}"
    code += "; print('held', flush=True); sys.stdin.read()"
    for info, told in ((_LOCK, _INFO), (b'{"ID', {})):
        _info(path).write_bytes(info)
        other = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StateHeldError) as held:
            StateFile(path).lock(_LOCK, "first")
        other.communicate()
        assert json.loads(held.value.info) == told


def test_reading_and_writing_under_the_lock(path: Path) -> None:
    """Others are kept out all along, who reads and writes as often as it likes; the file stays the same one."""
    state, inode = StateFile(path), path.stat().st_ino
    state.lock(_LOCK, "first")
    assert state.read() == b'{"serial": 1}'
    state.write(b'{"serial": 2, "long": true}', "one")
    state.write(b'{"serial": 3}', "one")
    assert (state.read(), path.stat().st_ino) == (b'{"serial": 3}', inode)
    assert not _is_free(path)  # before this process closes the file, by which its lock ends
    assert json.loads(_info(path).read_bytes())["Path"] == str(path)
    state.unlock("one")
    assert (_is_free(path), _info(path).exists(), path.read_bytes()) == (True, False, b'{"serial": 3}')


def test_backup(path: Path) -> None:
    """It is what was there before the lock, whatever is saved in between, and nobody else may read either."""
    state, backup = StateFile(path), path.with_name(f"{path.name}.backup")
    path.chmod(0o644)
    state.lock(_LOCK, "first")
    state.write(b'{"serial": 2}', "one")
    state.write(b'{"serial": 3}', "one")
    assert backup.read_bytes() == b'{"serial": 1}'
    assert {file.stat().st_mode & 0o777 for file in (path, backup, _info(path))} == {0o600}


def test_state_that_nobody_wrote(tmp_path: Path) -> None:
    """A plan of a new stack leaves no empty file behind, and an apply no backup."""
    path = tmp_path / "new" / "terraform.dev.tfstate"
    state = StateFile(path)
    assert state.read() == b""
    state.lock(_LOCK, "first")
    assert state.read() == b""
    state.unlock("one")
    assert list(path.parent.iterdir()) == []
    state.lock(_LOCK, "first")
    state.write(b'{"serial": 1}', "one")
    state.free_of("first")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
