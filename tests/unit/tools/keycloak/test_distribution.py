"""Fetching and unpacking, as far as it needs no network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.bootstrap.keyed_folder import mark
from tools.errors import ToolError
from tools.keycloak.distribution import ensure_distribution, unpack

pytestmark = pytest.mark.unit

_ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A zip file with a program and a big file in it."""
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        program = zipfile.ZipInfo("top/bin/kc.sh")
        program.external_attr = 0o755 << 16
        opened.writestr(program, "#!/bin/sh\n")
        opened.writestr("top/lib/big", os.urandom(100_000))
    return path


def test_no_maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Maven the line says what is missing; nothing half-done is left, nor what an earlier run left."""
    left = tmp_path / ".keycloak-26.7.3.part-abcd"
    left.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(ToolError) as raised:
        ensure_distribution(tmp_path)
    expected = "Download Keycloak 26.7.3 from Maven Central (177 MB): mvn is not on PATH: run make doctor"
    assert expected == str(raised.value)
    assert raised.value.exit_code == 1
    assert {"logs"} == {path.name for path in tmp_path.iterdir()}


def test_a_file_in_place_of_the_cache(tmp_path: Path) -> None:
    """A cache that cannot be made ends in one line."""
    (tmp_path / "cache").touch()
    with pytest.raises(ToolError) as raised:
        ensure_distribution(tmp_path / "cache")
    assert f"cannot write Keycloak to {tmp_path / 'cache'}: File exists" == str(raised.value)


def test_a_folder_that_is_not_whole_is_fetched_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that nothing marked as finished is not taken for a distribution; one that is marked needs no Maven."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    (tmp_path / "keycloak-26.7.3").mkdir()
    with pytest.raises(ToolError, match="mvn is not on PATH"):
        ensure_distribution(tmp_path)
    mark(tmp_path / "keycloak-26.7.3", "org.keycloak:keycloak-quarkus-dist:26.7.3:zip")
    assert ensure_distribution(tmp_path) == tmp_path / "keycloak-26.7.3"


@pytest.mark.parametrize("keep", [0, 10, 50_000, -30])
def test_a_truncated_archive_is_recognised(tmp_path: Path, archive: Path, keep: int) -> None:
    """Wherever it was cut, it is not taken for a whole one."""
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(zipfile.BadZipFile):
        unpack(archive, tmp_path / "out")


def test_a_changed_archive_is_recognised(tmp_path: Path, archive: Path) -> None:
    """A damaged byte inside is not taken for the original."""
    data = bytearray(archive.read_bytes())
    data[50_000] ^= 0xFF
    archive.write_bytes(data)
    with pytest.raises(zipfile.BadZipFile):
        unpack(archive, tmp_path / "out")


def test_programs_stay_executable(tmp_path: Path, archive: Path) -> None:
    """Permission bits survive."""
    unpack(archive, tmp_path / "out")
    subprocess.run([tmp_path / "out" / "top" / "bin" / "kc.sh"], check=True)


def test_no_room_to_unpack(tmp_path: Path, archive: Path) -> None:
    """A write that the system refuses for lack of room is said as a full disk."""
    program = f"""
import resource
from pathlib import Path
from tools.keycloak.distribution import explained, unpack
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
with explained(Path({str(tmp_path)!r})):
    unpack(Path({str(archive)!r}), Path({str(tmp_path / "out")!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False)
    expected = f"Keycloak: the disk is full ({tmp_path}): free some space and run the same command again"
    assert f"tools.errors.ToolError: {expected}" == done.stderr.splitlines()[-1]
