"""A copy of the project that a test may deploy from and break, with the set-up of the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ROOT", "Checkout", "copy_project", "share_set_up"]

ROOT = Path(__file__).resolve().parents[3]

# Set-up puts these there; copies share them.
_SHARED = (".cache", ".venv", "node_modules", "provider_bindings/.generated")
_TIMEOUT_S = 600


@dataclass(frozen=True)
class Checkout:
    """A copy of the project.

    Attributes:
        root: Its folder.
        environment: Variables of its commands.
    """

    root: Path
    environment: dict[str, str] = field(repr=False)

    def declare(self, name: str, text: str) -> None:
        """Declare one environment there, and no other.

        Args:
            name: Its name.
            text: Its file.
        """
        environments = self.root / "environments"
        shutil.rmtree(environments)
        environments.mkdir()
        (environments / f"{name}.yaml").write_text(text, encoding="utf-8")

    def keep(self, *names: str, realm: str) -> None:
        """Keep some of the project's environments, in a realm of the test's own, and no other: each takes its time.

        Args:
            names: Their names; none of them has teams.
            realm: Name of the realm that they share.
        """
        environments = self.root / "environments"
        for each in environments.iterdir():
            if each.is_dir():
                shutil.rmtree(each)
            elif each.suffix == ".yaml" and each.stem not in ("_base", *names):
                each.unlink()
        base = environments / "_base.yaml"
        text = base.read_text(encoding="utf-8")
        assert text.count("  name: example-realm\n") == 1
        base.write_text(text.replace("  name: example-realm\n", f"  name: {realm}\n"), encoding="utf-8")

    def tools(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m tools` there; variables are added to the environment."""
        return self.run(sys.executable, "-m", "tools", *arguments, variables=variables)

    def run(
        self, *command: str, cwd: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command there."""
        return subprocess.run(
            command,
            cwd=cwd or self.root,
            env={**self.environment, **(variables or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
        )


def copy_project(folder: Path) -> Checkout:
    """Copy what git would commit, and link what set-up installed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
            _share_bytecode(source, folder / name)
    share_set_up(folder)
    own = ("KEYCLOAK_", "TF_VAR_", "PG_", "MAKE")  # of the run: also what `make test` hands down
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return Checkout(folder, {**inherited, "PYTHONPATH": "", "NO_COLOR": "1", "COLUMNS": "200"})


def _share_bytecode(source: Path, copy: Path) -> None:
    """Spare the copy's first command to compile a module; what is not newer than the module serves there, too."""
    if source.suffix == ".py" and not source.is_relative_to(ROOT / "tests"):
        compiled = Path(cache_from_source(str(source)))
        if compiled.is_file():
            copied = Path(cache_from_source(str(copy)))
            copied.parent.mkdir(exist_ok=True)
            shutil.copy2(compiled, copied)


def share_set_up(folder: Path) -> None:
    """Link what set-up installed into a copy of the project, where it has none yet."""
    for name in _SHARED:
        if (ROOT / name).exists() and not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
