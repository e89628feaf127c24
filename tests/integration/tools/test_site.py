"""The documentation's site, built in strict mode and opened in a browser."""

from __future__ import annotations

import functools
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.support.people.browser import open_page
from tools.errors import ToolError
from tools.site.build import render
from tools.site.pages import collect_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    folder = tmp_path_factory.mktemp("site")
    collect_pages(folder / "pages")
    render(folder / "pages", folder / "html")
    return folder / "html"


def test_every_page_is_built(site: Path) -> None:
    """Strict mode passes: the menu has every page, and every link and heading that is linked to is there."""
    pages = site.parent / "pages"
    expected = {
        "." if path.stem == "index" else path.relative_to(pages).with_suffix("").as_posix()
        for path in pages.rglob("*.md")
    }
    assert expected == {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[there](how-to/gateways.md#gone)", "#gone"),
        pytest.param("[there](how-to/nowhere.md)", "how-to/nowhere.md", marks=pytest.mark.long),
    ],
)
def test_dead_link_is_an_error(link: str, said: str, tmp_path: Path) -> None:
    """A page or a heading that is not there ends the build, with its name."""
    collect_pages(tmp_path / "pages")
    with (tmp_path / "pages" / "contents.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{link}\n")
    with pytest.raises(ToolError, match=said):
        render(tmp_path / "pages", tmp_path / "html")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1360, "light"),
        (390, "dark"),
        pytest.param(1360, "dark", marks=pytest.mark.long),
        pytest.param(390, "light", marks=pytest.mark.long),
    ],
)
def test_pages_fit_and_ask_nobody_else(site: Path, scheme: str, width: int) -> None:
    """No page is wider than its window, pictures are drawn, and nothing is fetched from another host."""
    with serving(site) as url, open_page() as page:
        elsewhere: list[str] = []
        page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(url) else None)
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        for place in ("", "how-to/demo/", "reference/security/", "reference/environment-files/"):
            page.goto(url + place)
            assert page.evaluate("document.documentElement.scrollWidth") == width, place
            if place == "how-to/demo/":
                page.wait_for_selector("div.mermaid")
        assert [asked for asked in elsewhere if not asked.startswith(("data:", "blob:"))] == []


def test_search_finds_a_key(site: Path) -> None:
    """A reader who types a key of the environment file finds the page about it."""
    with serving(site) as url, open_page() as page:
        page.goto(url)
        page.get_by_text("Type to start searching").wait_for(state="attached")  # what is typed before is not seen
        page.click("input.md-search__input")
        page.keyboard.type("renamed_from")
        page.wait_for_selector("a.md-search-result__link[href*='change-and-rename']", state="attached")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the site on loopback; yield its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""
