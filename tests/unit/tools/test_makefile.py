"""What `make` says that it can do."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tools.init.command import init_repository
from tools.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

MOST = 12
WIDTH = 120
# What others check first; nobody calls it.
INTERNAL = {"python"}


@pytest.fixture(scope="module", params=["product", "repository"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product, and a repository of one's own."""
    if request.param == "product":
        return ROOT
    root = tmp_path_factory.mktemp("init") / "ml-access"
    init_repository(root)
    return root


def printed(folder: Path, *target: str) -> list[str]:
    """Return the lines of a target that only prints."""
    command = ["make", "--silent", "--no-print-directory", *target]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return result.stdout.splitlines()


def described(lines: list[str]) -> dict[str, str]:
    """Return the targets that lines name, each with what is said of it."""
    found = (re.fullmatch(r"make ([a-z-]+) +(.*)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def test_help_fits_a_screen(folder: Path) -> None:
    """What people use is twelve lines at most, none of them wider than a screen, and it says where the rest is."""
    lines = printed(folder, "help")

    assert len(described(lines)) == len(lines) - 1
    assert 0 < len(described(lines)) <= MOST
    assert lines[-1] == "All others: make help-all"
    assert max(map(len, lines)) <= WIDTH
    assert {"deploy", "token", "diff", "destroy"} <= described(lines).keys()
    assert lines == printed(folder)


def test_each_target_is_described(folder: Path) -> None:
    """`make help-all` has every target of the Makefile, each with a description, those of `make help` among them."""
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", (folder / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    everything = described(printed(folder, "help-all"))

    assert everything.keys() >= targets - INTERNAL - {"help", "help-all"}
    assert all(everything.values())
    assert described(printed(folder, "help")).items() <= everything.items()
