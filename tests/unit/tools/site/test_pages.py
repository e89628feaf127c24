"""What the site's pages link to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import PAGES
from tools.site.pages import collect_pages

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

SOURCE = "https://code.example.com/ml-api-security/blob/main"


def written(folder: Path, source: str = "") -> dict[str, str]:
    """Return the site's pages by their places."""
    collect_pages(folder, source=source)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


def test_every_page_is_there(tmp_path: Path) -> None:
    """The README is the first page, and what was in the folder before is gone."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "gone.md").touch()
    pages = written(tmp_path / "pages")
    assert len(pages) == len(PAGES)
    assert {"index.md", "contents.md", "changes.md", "contributing.md"} == {
        name for name in pages if "/" not in name
    } - {"tutorial.md"}
    assert "# MlApiSecurity\n" in pages["index.md"]


def test_menu_has_every_page(tmp_path: Path) -> None:
    """`mkdocs.yml` lists each page once: a strict build fails otherwise."""
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    assert sorted(re.findall(r"[\w/-]+\.md", menu)) == sorted(written(tmp_path))


def test_code_in_lists_is_indented_by_four() -> None:
    """What builds the site ends a list at less, where a code host does not."""
    assert [page.name for page in PAGES if re.search(r"^ {1,3}```", page.text, re.MULTILINE)] == []


def test_links_lead_to_the_site_or_to_the_code(tmp_path: Path) -> None:
    """A link to a page leads to where the page is now; one to code leads to the code host, or is its text alone."""
    demo, plain = (written(tmp_path / name, source)["how-to/demo.md"] for name, source in (("a", SOURCE), ("b", "")))
    assert f"[environments/demo.yaml]({SOURCE}/environments/demo.yaml)" in demo
    assert "environments/demo.yaml" in plain
    assert "](../../" not in demo + plain
    assert "(../changes.md)" in written(tmp_path / "c")["how-to/your-own-repository.md"]


def test_code_is_left_alone(tmp_path: Path) -> None:
    """What looks like a link within a block of code is code."""
    fences = [
        re.findall(r"```.*?```", text, re.DOTALL) for text in (PAGES[1].text, written(tmp_path)["contributing.md"])
    ]
    assert fences[0] == fences[1]
    assert fences[0]


def test_pictures_are_where_pages_show_them(tmp_path: Path) -> None:
    """The README's picture and that of a how-to page are one file, which both lead to."""
    pages = written(tmp_path)
    shown = {
        (tmp_path / name).parent.joinpath(path).resolve()
        for name, text in pages.items()
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    }
    assert shown == {tmp_path / "images" / "access-report.png"}
    assert [path for path in shown if not path.is_file()] == []
