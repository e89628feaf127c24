"""A real browser, Chromium, without a window."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.support.servers.debian_packages import DebianPackages
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Playwright

__all__ = ["open_page"]

# Containers are root and have a small /dev/shm.
_OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage")
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def open_page() -> Iterator[Page]:
    """Open a page in a new browser: Playwright's own, the machine's, or one unpacked from Debian's packages."""
    with sync_playwright() as playwright:
        program, environment = _find(playwright)
        browser = playwright.chromium.launch(executable_path=program, args=list(_OPTIONS), env=dict(environment))
        try:
            page = browser.new_page()
            page.set_default_timeout(PATIENCE_S * 1000)
            yield page
        finally:
            browser.close()


def _find(playwright: Playwright) -> tuple[Path, dict[str, str]]:
    installed = [playwright.chromium.executable_path, *(shutil.which(name) for name in _NAMES)]
    for program in installed:
        if program and Path(program).exists():
            return Path(program), dict(os.environ)
    packages = DebianPackages.ensure("chromium", ("chromium",))
    # Not the script in usr/bin: it knows its program by an absolute path.
    return packages.root / "usr" / "lib" / "chromium" / "chromium", packages.environment
