"""What keeps secrets of a run to their owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from tools.private_run import tighten, warn_of_debug_output

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

TEXT = "passwords, secrets and tokens are printed and logged in plain text"


@pytest.mark.parametrize(
    ("arguments", "variables", "named"),
    [
        ([], {"TF_LOG": "DEBUG"}, "TF_LOG=DEBUG"),
        ([], {"TF_LOG": "json"}, "TF_LOG=json"),
        ([], {"TF_LOG_PROVIDER": "trace"}, "TF_LOG_PROVIDER=trace"),
        ([], {"TF_LOG_CORE": "INFO", "TF_LOG": "off"}, "TF_LOG_CORE=INFO"),
        ([], {"TF_LOG_SDK_PROTO_DATA_DIR": "/tmp/x"}, "TF_LOG_SDK_PROTO_DATA_DIR=/tmp/x"),  # noqa: S108 - a value
        ([], {"CDKTF_LOG_LEVEL": "debug"}, "CDKTF_LOG_LEVEL=debug"),
        (["deploy", "dev", "--debug"], {}, "--debug"),
        (["deploy"], {"TF_LOG": "TRACE", "CDKTF_LOG_LEVEL": "trace"}, "TF_LOG=TRACE and CDKTF_LOG_LEVEL=trace"),
    ],
)
def test_debug_output_is_announced(
    arguments: list[str], variables: dict[str, str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line names what asked for it, and says what it prints."""
    warn_of_debug_output(arguments, variables)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.startswith(f"warning: with {named}, {TEXT}")


@pytest.mark.parametrize("variables", [{}, {"TF_LOG": ""}, {"TF_LOG": "off"}, {"CDKTF_LOG_LEVEL": "info"}])
def test_quiet_run_is_quiet(variables: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody is warned of what was not asked for."""
    warn_of_debug_output(["deploy", "dev"], variables)
    assert capsys.readouterr() == ("", "")


def test_what_earlier_versions_left_open_is_closed(tmp_path: Path) -> None:
    """States, backups and logs get 0600; whatever else lies there keeps its mode, and no link is followed."""
    private = ["terraform.dev.tfstate", "terraform.dev.tfstate.backup", "cdktf.log"]
    for name in (*private, "README.md"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("x")
    elsewhere.chmod(0o644)
    (tmp_path / "terraform.prod.tfstate").symlink_to(elsewhere)

    tighten(Repository(tmp_path))

    modes = {path.name: f"{path.stat().st_mode & 0o777:o}" for path in tmp_path.iterdir() if not path.is_symlink()}
    assert modes == {**dict.fromkeys(private, "600"), "README.md": "644", "elsewhere": "644"}
