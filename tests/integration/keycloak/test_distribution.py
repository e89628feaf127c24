"""Fetching Keycloak by a real Maven."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.keycloak.distribution import ensure_distribution

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository of Maven's own for this test."""
    path = tmp_path / "repository"
    monkeypatch.setenv("MAVEN_OPTS", f"{os.environ.get('MAVEN_OPTS', '')} -Dmaven.repo.local={path}")
    return path


def test_no_network(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A download that fails leaves one line that names the log, and nothing half-done."""
    cache = tmp_path / "cache"
    user_settings = tmp_path / "home" / ".m2" / "settings.xml"
    user_settings.parent.mkdir(parents=True)
    user_settings.write_text(
        "<settings><mirrors><mirror><id>none</id><mirrorOf>*</mirrorOf><url>https://127.0.0.1:9/</url></mirror></mirrors>"
        "</settings>"
    )
    monkeypatch.setenv("MAVEN_OPTS", f"-Dmaven.repo.local={repository} -Duser.home={user_settings.parents[1]}")
    with pytest.raises(ToolError) as raised:
        ensure_distribution(cache)
    assert str(raised.value).startswith("Download Keycloak 26.7.3 from Maven Central (177 MB) failed (exit code 1): ")
    assert str(raised.value).endswith(f"; the whole output is in {cache / 'logs' / 'keycloak-download.log'}")
    assert {"logs"} == {path.name for path in cache.iterdir()}


@pytest.mark.long  # three downloads of 177 MB
def test_a_truncated_archive_in_maven_s_repository(tmp_path: Path, repository: Path) -> None:
    """What an interrupted run left there is fetched anew, and the programs are executable."""
    ensure_distribution(tmp_path / "first")
    shutil.rmtree(tmp_path / "first")
    archive = next(repository.rglob("keycloak-quarkus-dist-*.zip"))
    os.truncate(archive, archive.stat().st_size // 2)
    found = ensure_distribution(tmp_path / "second")
    assert os.access(found / "bin" / "kc.sh", os.X_OK)
    assert {"keycloak-26.7.3", "logs"} == {path.name for path in (tmp_path / "second").iterdir()}


def test_a_damaged_distribution(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A jar that was emptied is found before Keycloak starts, said in a line, and fetched again."""
    jar = ensure_distribution(tmp_path) / "lib" / "quarkus-run.jar"
    size = jar.stat().st_size
    assert ensure_distribution(tmp_path) == jar.parents[1]
    jar.write_bytes(b"")
    capfd.readouterr()
    ensure_distribution(tmp_path)
    assert jar.stat().st_size == size
    assert f"{jar.parents[1]} is damaged (lib/quarkus-run.jar): it is made anew\n" in capfd.readouterr().err
