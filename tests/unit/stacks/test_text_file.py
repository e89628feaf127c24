"""What may stand in the folder in place of a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.text_file import MAX_BYTES, read_text
from tests.support.declarations.valid_environment import VALID, folder_with_prod

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.unit

SHOWN = Path("environments/x.yaml")


def fault(path: Path) -> str:
    """Return what is said of a file."""
    with pytest.raises(EnvironmentFileError) as caught:
        read_text(path, folder=path.parent, shown_as=SHOWN)
    return str(caught.value)


def test_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes to the pipe, and still there is an answer."""
    os.mkfifo(tmp_path / "x.yaml")
    assert fault(tmp_path / "x.yaml") == f"{SHOWN}: cannot be read: it is a named pipe: put a text file there"


def test_directory_and_socket_are_no_files(tmp_path: Path) -> None:
    """What is no file is said."""
    (tmp_path / "d.yaml").mkdir()
    assert fault(tmp_path / "d.yaml") == f"{SHOWN}: cannot be read: it is a directory: put a text file there"
    os.mknod(tmp_path / "s.yaml", stat.S_IFSOCK | 0o600)
    assert fault(tmp_path / "s.yaml") == f"{SHOWN}: cannot be read: it is a socket: put a text file there"


@pytest.mark.parametrize("target", ["/dev/zero", "/proc/self/environ", "../secret.yaml"])
def test_link_does_not_lead_out_of_the_folder(tmp_path: Path, target: str) -> None:
    """A device would fill the memory, and another's file is none of the environment's."""
    (tmp_path / "secret.yaml").write_text("a: 1\n", encoding="utf-8")
    folder = tmp_path / "environments"
    folder.mkdir()
    (folder / "x.yaml").symlink_to(target)
    message = "a link leads out of environments/: put the file itself there"
    assert fault(folder / "x.yaml") == f"{SHOWN}: cannot be read: {message}"


def test_links_that_lead_nowhere_are_said(tmp_path: Path) -> None:
    """A circle and a missing target are one line each."""
    (tmp_path / "x.yaml").symlink_to("x.yaml")
    (tmp_path / "y.yaml").symlink_to("none.yaml")
    assert fault(tmp_path / "x.yaml") == f"{SHOWN}: cannot be read: Too many levels of symbolic links"
    assert fault(tmp_path / "y.yaml") == f"{SHOWN}: cannot be read: No such file or directory"


def test_size_is_bounded(tmp_path: Path) -> None:
    """One byte more than the bound is refused, the bound itself is read."""
    (tmp_path / "x.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    rule = f"it is larger than {MAX_BYTES} bytes: put teams into files of their own"
    assert fault(tmp_path / "x.yaml") == f"{SHOWN}: cannot be read: {rule}"
    (tmp_path / "x.yaml").write_bytes(b"#" * MAX_BYTES)
    assert len(read_text(tmp_path / "x.yaml", folder=tmp_path, shown_as=SHOWN)) == MAX_BYTES


def test_text_is_utf8(tmp_path: Path) -> None:
    """Another encoding is named with the line of its first byte."""
    (tmp_path / "x.yaml").write_bytes("a: 1\nb: Größe\n".encode("latin-1"))
    assert fault(tmp_path / "x.yaml") == f"{SHOWN}:2: cannot be read: it is not UTF-8 text"


def test_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    """A mounted ConfigMap is links within one folder."""
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "x.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "x.yaml").symlink_to("..data/x.yaml")
    assert read_text(tmp_path / "x.yaml", folder=tmp_path, shown_as=SHOWN) == "a: 1\n"


@pytest.mark.parametrize("place", ["prod.yaml", "_base.yaml", "prod/teams/risk.yaml"])
@pytest.mark.parametrize(
    ("put", "said"),
    [
        (os.mkfifo, "it is a named pipe: put a text file there"),
        (lambda path: path.symlink_to("/dev/zero"), "a link leads out of environments/: put the file itself there"),
        (
            lambda path: path.write_bytes(b"# nothing at all\n" * 600_000),
            f"it is larger than {MAX_BYTES} bytes: put teams into files of their own",
        ),
    ],
    ids=["pipe", "device", "comments"],
)
def test_no_file_of_an_environment_is_read_otherwise(
    tmp_path: Path, place: str, put: Callable[[Path], object], said: str
) -> None:
    """The environment's own file, the shared one and a team's are all read with the same care, and at once."""
    folder = folder_with_prod(tmp_path)
    (folder / "prod.yaml").write_text(f"{VALID}extends: _base\n", encoding="utf-8")
    (folder / "_base.yaml").write_text("enabled: true\n", encoding="utf-8")
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).unlink(missing_ok=True)
    put(folder / place)
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("prod")
    assert str(caught.value) == f"environments/{place}: cannot be read: {said}"
