"""What a process did, as its audit events tell it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools.kept_synthesis.watch import Watched
from tools.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

_WATCH = """
import json, sys
from tools.kept_synthesis.watch import Watch
watch = Watch()
sys.addaudithook(watch)
try:
    exec(sys.argv[1])
except (OSError, ImportError):
    pass
print(json.dumps(watch.watched().as_written()))
"""


def watched(code: str) -> Watched:
    """Run code in a process of its own: a hook stays."""
    run = [sys.executable, "-c", _WATCH, code]
    return Watched.of(json.loads(subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout))


def test_files(tmp_path: Path) -> None:
    """Files that are read, looked for and written, and folders that are listed, are told."""
    (tmp_path / "here").touch()
    code = (
        f"import os, pathlib; folder = pathlib.Path({str(tmp_path)!r}); (folder / 'here').read_text(); "
        "list(folder.iterdir()); (folder / 'new').write_text('x'); (folder / 'new').read_text(); "
        "(folder / 'missing').read_text()"
    )
    found = watched(code)
    assert {str(tmp_path / "here"), str(tmp_path / "missing")} <= {*found.read}
    assert str(tmp_path) in found.listed
    assert str(tmp_path / "new") in found.changed
    assert str(tmp_path / "new") not in found.read
    assert not found.outside
    assert not found.programs


def test_removed_tree(tmp_path: Path) -> None:
    """A folder that is removed with all that is in it is told; what is removed in an open folder, nobody can tell."""
    (tmp_path / "tree" / "inner").mkdir(parents=True)
    (tmp_path / "tree" / "inner" / "file").touch()
    (tmp_path / "other").touch()
    found = watched(f"import shutil; shutil.rmtree({str(tmp_path / 'tree')!r})")
    assert str(tmp_path / "tree") in found.changed
    assert not found.outside
    code = f"import os; os.remove('other', dir_fd=os.open({str(tmp_path)!r}, os.O_RDONLY))"
    assert watched(code).outside == ("os.remove",)


def test_modules() -> None:
    """The files of all modules are told, and where they were looked for."""
    found = watched("import tools.errors")
    assert str(ROOT / "tools" / "errors.py") in found.modules
    assert any(folder.endswith("site-packages") for folder in found.folders)


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("import socket; socket.socket().connect(('127.0.0.1', 9))", "socket.connect"),
        ("import socket; socket.getaddrinfo('localhost', 9)", "socket.getaddrinfo"),
        ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')", "socket.connect"),
        ("import os; os.system('true')", "os.system"),
        ("import os; os.posix_spawn('/bin/true', ['true'], {})", "os.posix_spawn"),
        ("import sqlite3; sqlite3.connect(':memory:')", "sqlite3.connect"),
        ("import ctypes; ctypes.CDLL('libc.so.6')", "ctypes.dlopen"),
    ],
)
def test_outside(code: str, event: str) -> None:
    """What brings in something that nobody can compare is told."""
    assert event in watched(code).outside


def test_ctypes() -> None:
    """The import of ctypes, which opens the process itself, is nothing from outside."""
    assert watched("import ctypes").outside == ()


def test_programs() -> None:
    """Programs that it starts are told as it named them."""
    assert watched("import subprocess; subprocess.run(['true'])").programs == ("true",)
