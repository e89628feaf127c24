"""Pages of `access report`, written as the command writes them, and opened in a real browser."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.people.browser import open_page
from tools.access.report.command import write_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

__all__ = ["opened_report", "written_report"]


def written_report(name: str, folder: Path, *, repository: Path | None = None, since: str = "") -> Path:
    """Write the page of an environment.

    Args:
        name: Name of the environment.
        folder: Gets the file.
        repository: The repository that has it; left out, the product's.
        since: What it is compared with.
    """
    target = folder / f"{name}.html"
    variables = {**os.environ, **({"ENVIRONMENTS": str(repository)} if repository else {})}
    write_report(name, target, variables, since=since)
    return target


@contextmanager
def opened_report(report: Path, *, width: int = 1280, scheme: str = "light") -> Iterator[Page]:
    """Open a page; it must load nothing but itself, and its scripts must raise nothing and be allowed.

    Args:
        report: The file.
        width: Of the window, in CSS pixels.
        scheme: `light` or `dark`.
    """
    said: list[str] = []
    asked: list[str] = []
    with open_page() as page:
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(report.as_uri())
        yield page
        assert said == []
        assert set(asked) == {report.as_uri()}
