"""Build the documentation's site: MkDocs in strict mode, to which a missing page and a dead link are errors."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.bootstrap.paths import CACHE
from tools.errors import ToolError
from tools.project import ROOT
from tools.site.packages import ensure_mermaid, ensure_mkdocs
from tools.site.pages import collect_pages

__all__ = ["SITE", "build_site", "render"]

SITE = ROOT / "build" / "site"
"""Where the site is built."""

_STYLES = Path(__file__).with_name("site.css")


def build_site(folder: Path = SITE, *, source: str = "") -> None:
    """Build the site from the project's pages.

    Args:
        folder: Gets the site; what was in it goes.
        source: As `collect_pages` takes it.

    Raises:
        ToolError: What builds it cannot be installed, or there is a fault in the pages.
    """
    pages = CACHE / "site-pages"
    collect_pages(pages, source=source)
    render(pages, folder)


def render(pages: Path, folder: Path) -> None:
    """Turn pages into a site.

    Args:
        pages: What `collect_pages` wrote; gets the site's styles and scripts.
        folder: Gets the site; what was in it goes.

    Raises:
        ToolError: What builds it cannot be installed, or MkDocs found faults, which the message lists.
    """
    mkdocs, mermaid = ensure_mkdocs(), ensure_mermaid()
    assets = pages / "assets"
    assets.mkdir(exist_ok=True)
    shutil.copy2(_STYLES, assets)
    shutil.copy2(mermaid, assets)
    command = [str(mkdocs), "build", "--strict", "--clean", "--site-dir", str(folder)]
    environment = {**os.environ, "SITE_PAGES": str(pages), "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if built.returncode:
        raise ToolError("\n".join(["the site was not built:", *_faults(built.stdout + built.stderr)]))


def _faults(output: str) -> list[str]:
    """Return MkDocs' warnings and errors; all that it printed where there are none."""
    lines = output.splitlines()
    return [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines
