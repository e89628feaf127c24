"""What others say of workflows: actionlint, zizmor, and the platforms' published JSON Schemas."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools.bootstrap.paths import CACHE
from tools.bootstrap.python_environment import ensure_python_environment
from tools.go_program import go_program

__all__ = ["actionlint", "schema_faults", "zizmor"]

_MODULE = Path(__file__).with_name("actionlint_module")
_PINS = Path(__file__).with_name("workflow-checkers-requirements.txt")
# `$/…` in the place of `./…` is newer than most GitHub Enterprise Servers and than actionlint.
_ZIZMOR = "rules:\n  self-repository:\n    disable: true\n"


def actionlint(root: Path) -> str:
    """Return what actionlint says of a repository's workflows."""
    program = go_program(_MODULE, "github.com/rhysd/actionlint/cmd/actionlint", "actionlint")
    files = sorted(root.glob(".github/workflows/*.yml"))
    return _said(str(program), "-no-color", *map(str, files))


def zizmor(root: Path, config: Path) -> str:
    """Return what zizmor, at its strictest and without asking GitHub, finds in a repository's workflows.

    Args:
        root: The repository.
        config: A file that gets its settings.
    """
    config.write_text(_ZIZMOR, encoding="utf-8")
    options = ["--offline", "--no-progress", "--persona", "auditor", "--format", "plain", "--config", str(config)]
    return _said(str(_program("zizmor")), *options, str(root / ".github"))


def schema_faults(schema: str, *files: Path, transform: bool = False) -> str:
    """Return what a schema that check-jsonschema brings finds.

    Args:
        schema: Its name there, such as `vendor.gitlab-ci`.
        files: What is checked.
        transform: GitLab's own YAML tags are taken for what they stand for.
    """
    options = ["--data-transform", "gitlab-ci"] if transform else []
    return _said(str(_program("check-jsonschema")), "--builtin-schema", schema, *options, *map(str, files))


def _program(name: str) -> Path:
    return ensure_python_environment(CACHE / "workflow-checkers", _PINS, "the checkers of workflows") / name


def _said(*command: str) -> str:
    """Return what a checker prints, or nothing where it is content."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else result.stdout + result.stderr
