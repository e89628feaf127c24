"""Why Keycloak ended, and whether there is a Java."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.keycloak.launch import launch, require_java, why_it_ended

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def test_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a Java the line says what for and where to look."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA", raising=False)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ToolError) as raised:
        require_java()
    assert str(raised.value) == "java is not on PATH: Keycloak needs Java 17 or newer; see make doctor"
    assert raised.value.exit_code == 1


def test_java_home_without_a_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JAVA_HOME comes before PATH, as in kc.sh, so a wrong one is named."""
    monkeypatch.delenv("JAVA", raising=False)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ToolError) as raised:
        require_java()
    expected = f"{tmp_path}/bin/java is not there: Keycloak needs Java 17 or newer; see make doctor"
    assert expected == str(raised.value)


def test_themes_are_read_once(tmp_path: Path) -> None:
    """Development mode keeps themes, which each list of what the server can do would else read anew."""
    script, log = tmp_path / "kc.sh", tmp_path / "keycloak.log"
    script.write_text('#!/bin/sh\necho "$@"\n')
    script.chmod(0o700)

    launch(script, "127.0.0.1", 8080, log=log, admin=("ada", "a password"), options=["--https-port=8443"]).wait()

    assert {"start-dev", "--spi-theme--cache-themes=true", "--https-port=8443"} <= set(log.read_text().split())


@pytest.mark.parametrize(
    ("given", "collectors"),
    [
        ({"JAVA_OPTS_APPEND": "-XX:+UseParallelGC"}, ["-XX:+UseParallelGC"]),
        ({"JAVA_OPTS": "-Xmx1g -XX:+UseZGC"}, []),
        ({"JAVA_OPTS_APPEND": "-Xmx1g"}, ["-XX:-UseG1GC", "-XX:+UseSerialGC"]),
        ({}, ["-XX:-UseG1GC", "-XX:+UseSerialGC"]),
    ],
)
def test_one_garbage_collector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], collectors: list[str]
) -> None:
    """Java starts with no two collectors: whoever has chosen one keeps it, else the server gets the cheapest."""
    for name in ("JAVA_OPTS", "JAVA_OPTS_APPEND"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    script, log = tmp_path / "kc.sh", tmp_path / "keycloak.log"
    script.write_text('#!/bin/sh\necho "$JAVA_OPTS_APPEND"\n')
    script.chmod(0o700)

    launch(script, "127.0.0.1", 8080, log=log, admin=("ada", "a password")).wait()

    assert [option for option in log.read_text().split() if option.endswith("GC")] == collectors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "it said nothing"),
        ("one\n\ntwo\n\n", "two"),
        ("ERROR: first\n2026-01-01 ERROR [org.k] (main) ERROR: last\nbye\n", "last"),
        (
            "ERROR: Failed to obtain JDBC connection\nERROR: File is corrupted\nERROR For more details run the same",
            "its database is damaged (File is corrupted): begin with empty data: make keycloak-reset",
        ),
    ],
)
def test_why_it_ended(tmp_path: Path, text: str, expected: str) -> None:
    """The last error counts, or else the last line; advice that does not help here is left out."""
    log = tmp_path / "keycloak.log"
    log.write_text(text)
    assert expected == why_it_ended(log)
