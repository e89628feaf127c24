"""The search for secrets finds what it is meant to find."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.support.project.canaries import leaks

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

CANARY = "canary/with+signs=1"


@pytest.mark.parametrize(
    "text",
    [
        f"password: {CANARY}!",
        f"https://x/?p={quote(CANARY, safe='')}&y=1",
        *(f"Basic {base64.b64encode(f'{user}:{CANARY}:more'.encode()).decode()}" for user in ("a", "ab", "abc")),
    ],
)
def test_every_spelling_is_found(text: str) -> None:
    """As it is, in a URL, and within a base64 text at any offset."""
    assert leaks({"password": CANARY}, texts={"stdout": text}, folders={}) == ["password in stdout"]


def test_files_are_searched_and_values_are_not_shown(tmp_path: Path) -> None:
    """The place is named, the secret by its name alone; binary files count."""
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "crash.bin").write_bytes(b"\xff\xfe" + CANARY.encode())

    assert leaks({"password": CANARY}, texts={}, folders={"run": tmp_path}) == ["password in run/log/crash.bin"]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    """Other texts are no leak."""
    (tmp_path / "log").write_text("canary")

    assert leaks({"password": CANARY}, texts={"stdout": "canary/with"}, folders={"run": tmp_path}) == []
