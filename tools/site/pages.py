"""The pages of the site: `docs/`, with the README as the first one, and links that lead somewhere there too."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["collect_pages"]

_AROUND = {
    "README.md": "index.md",
    "docs/index.md": "contents.md",
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
}
# Pages outside the parts have no neighbours to list; wide tables take the place of the headings beside them.
_HIDDEN = {
    "index.md": "navigation",
    "contents.md": "navigation",
    "tutorial.md": "navigation",
    "reference/guardrail-rules.md": "toc",
    "reference/security.md": "toc",
}
_LINK = re.compile(r"(!?)\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURES = "docs/images"
_FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)


def collect_pages(folder: Path, *, source: str = "") -> None:
    """Write the site's pages anew.

    Args:
        folder: Gets them; what was in it goes.
        source: URL of the project's files, such as `https://example.com/ml-api-security/blob/main`. Links to files that
            are not pages lead there; without it only their text stays.
    """
    shutil.rmtree(folder, ignore_errors=True)
    places = dict(_pages())
    for page, place in places.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        head = f"---\nhide: [{_HIDDEN[place]}]\n---\n\n" if place in _HIDDEN else ""
        target.write_text(head + _relinked(page, places, source.rstrip("/")), encoding="utf-8")
    shutil.copytree(ROOT / _PICTURES, folder / Path(_PICTURES).name)


def _pages() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("docs/**/*.md")):
        page = path.relative_to(ROOT).as_posix()
        yield page, page.removeprefix("docs/")
    yield from _AROUND.items()


def _relinked(page: str, places: dict[str, str], source: str) -> str:
    def relink(match: re.Match[str]) -> str:
        picture, text, link = match.groups()
        path, hash_, anchor = link.partition("#")
        if "://" in link or not path:
            return match[0]
        named = os.path.normpath(Path(page).parent / path)
        if picture:
            target = Path(named).relative_to("docs")
            return f"![{text}]({os.path.relpath(target, Path(places[page]).parent)})"
        if named in places:
            return f"[{text}]({os.path.relpath(places[named], Path(places[page]).parent)}{hash_}{anchor})"
        return f"[{text}]({source}/{named})" if source else text

    text = (ROOT / page).read_text(encoding="utf-8")
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(relink, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, _LINK.sub(relink, text[end:])])
