"""A local state that a kill cut short does not stop the next run, and nothing of it is thrown away."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools.recovery.local_state import local_state_file, restore_state

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

WHOLE = json.dumps({"version": 4, "serial": 7, "resources": []}, indent=2)
BEFORE = json.dumps({"version": 4, "serial": 3, "resources": []}, indent=2)


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """Folder of a stack whose state lies in the repository."""
    folder = tmp_path / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    body = {"terraform": {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}}}
    (folder / "cdk.tf.json").write_text(json.dumps(body))
    return folder


def _files(root: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in root.glob("terraform.*")}


@pytest.mark.parametrize("damaged", [WHOLE[:20], "", "\0" * 50, "[]", WHOLE[:-1]])
def test_backup_takes_its_place(stack: Path, tmp_path: Path, damaged: str) -> None:
    """Wherever it was cut, the backup is the state, for its owner alone, and a line says so; what was left is kept."""
    (tmp_path / "terraform.dev.tfstate").write_text(damaged)
    (tmp_path / "terraform.dev.tfstate.backup").write_text(BEFORE)
    told: list[str] = []
    restore_state(stack, told.append)
    assert _files(tmp_path) == {
        "terraform.dev.tfstate": BEFORE,
        "terraform.dev.tfstate.backup": BEFORE,
        "terraform.dev.tfstate.damaged": damaged,
    }
    assert (tmp_path / "terraform.dev.tfstate").stat().st_mode & 0o777 == 0o600
    assert told == [
        "stack dev: the state was cut short, and is now terraform.dev.tfstate.damaged: its backup takes its place"
    ]


def test_twice(stack: Path, tmp_path: Path) -> None:
    """A second damaged file does not overwrite the first; with no backup, the state begins anew."""
    for text in (WHOLE[:20], WHOLE[:30]):
        (tmp_path / "terraform.dev.tfstate").write_text(text)
        restore_state(stack, lambda _: None)
    assert _files(tmp_path) == {
        "terraform.dev.tfstate.damaged": WHOLE[:20],
        "terraform.dev.tfstate.damaged1": WHOLE[:30],
    }


@pytest.mark.parametrize("state", [WHOLE, "", None])
def test_left_alone(stack: Path, tmp_path: Path, state: str | None) -> None:
    """A whole one stays, and so does none at all; so does an empty one where nobody had anything yet."""
    if state is not None:
        (tmp_path / "terraform.dev.tfstate").write_text(state)
    before = _files(tmp_path)
    restore_state(stack, lambda _: pytest.fail("nothing was to be said"))
    assert _files(tmp_path) == before


def test_state_elsewhere(stack: Path) -> None:
    """Other backends, and a folder without Terraform JSON, have no file here."""
    (stack / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": {"pg": {}}}}))
    assert local_state_file(stack) is None
    restore_state(stack, lambda _: pytest.fail("nothing was to be said"))
    assert local_state_file(stack.parent) is None


def test_terraform_that_still_writes(stack: Path, tmp_path: Path) -> None:
    """A Terraform that outlived its runner is waited for: what looks cut short is only half-written."""
    state = tmp_path / "terraform.dev.tfstate"
    state.write_text(WHOLE[:20])
    (tmp_path / "terraform.dev.tfstate.backup").write_text(BEFORE)
    program = (
        "import fcntl, sys, time\n"
        "file = open(sys.argv[1], 'r+')\n"
        "fcntl.lockf(file, fcntl.LOCK_EX)\n"
        "print('locked', flush=True)\n"
        "time.sleep(0.3)\n"
        "file.write(sys.argv[2])\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(state), WHOLE], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"locked\n"
        restore_state(stack, lambda _: pytest.fail("nothing was to be said"))
    assert state.read_text() == WHOLE
    with state.open("r+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
