"""One server's own Keycloak home: links to the shared distribution, and its own data and configuration.

Tried with 26.7.3: `-Dkc.home.dir` alone moves only `data/`, while every start in development mode would still rewrite
`lib/quarkus` of the shared distribution under the feet of the other servers. So each home has its own `lib/quarkus`
(5 MB) and links the rest of `lib` (168 MB). Keycloak finds its home from the place of `bin/kc.sh`, hence a copy of it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["claim", "keep_build", "lay_out", "remove"]

_MARK = ".local-keycloak"


def claim(home: Path) -> None:
    """Create `home` and mark it as a local server's, since `lay_out` and `remove` delete what stands in it.

    Raises:
        ToolError: The folder holds something else (exit 2).
    """
    _refuse_other_folder(home)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)  # with whatever an earlier version wrote in it for everybody to read
    (home / _MARK).touch()


def remove(home: Path) -> None:
    """Remove a server's home with all its data.

    Raises:
        ToolError: The folder holds something else (exit 2).
    """
    _refuse_other_folder(home)
    if home.exists():
        shutil.rmtree(home)


def lay_out(distribution: Path, home: Path, options: Sequence[str] = ()) -> Path:
    """Prepare `home` for a start with options and return its `kc.sh`. Data, providers and configuration are kept."""
    for part in ("bin", "lib"):
        shutil.rmtree(home / part, ignore_errors=True)
        (home / part).mkdir()
    for part in ("conf", "providers", "themes"):
        if not (home / part).is_dir():
            with tempfile.TemporaryDirectory(prefix=f".{part}.", dir=home) as scratch:  # a killed start leaves no half
                Path(shutil.copytree(distribution / part, Path(scratch) / part)).rename(home / part)
    shutil.copy2(distribution / "version.txt", home)
    for part in ("lib", "app"):
        (home / "lib" / part).symlink_to(distribution.resolve() / "lib" / part)
    shutil.copy2(distribution / "lib" / "quarkus-run.jar", home / "lib")
    build = _kept_build(distribution, options)
    shutil.copytree(build if has_key(build, build.name) else distribution / "lib" / "quarkus", home / "lib" / "quarkus")
    return Path(shutil.copy2(distribution / "bin" / "kc.sh", home / "bin"))


def keep_build(distribution: Path, home: Path, options: Sequence[str] = ()) -> None:
    """Keep what the first start in development mode built, so that no other start builds it again (4 s and more).

    Keycloak compares the options that a build was made for, and builds anew where they differ.
    """
    kept = _kept_build(distribution, options)
    with exclusive(kept):
        if not has_key(kept, kept.name):
            with replacing(kept, kept.name) as part:
                shutil.copytree(home / "lib" / "quarkus", part, dirs_exist_ok=True)


def _kept_build(distribution: Path, options: Sequence[str]) -> Path:
    """Name the build for the options; their values, such as ports, hardly ever matter but where one is a switch."""
    given = (option.partition("=") for option in options)
    names = " ".join(sorted(f"{name}={value}" if name.endswith("--enabled") else name for name, _, value in given))
    kind = f"-{hashlib.sha256(names.encode()).hexdigest()[:8]}" if names else ""
    return distribution.with_name(f"{distribution.name}-development-build{kind}")


def _refuse_other_folder(home: Path) -> None:
    if not home.exists() or (home / _MARK).exists():
        return
    if not home.is_dir() or any(home.iterdir()):
        raise ToolError(
            f"{home} holds something other than a local Keycloak: name a new folder by KEYCLOAK_DATA", exit_code=2
        )
