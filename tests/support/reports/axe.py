"""axe-core: what is wrong with a page for people who do not see it as others do, or have no mouse."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tools.bootstrap.npm_file import NpmFile, ensure_npm_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["serious_faults"]

_AXE = NpmFile(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "axe.min.js",
)
_SERIOUS = ("serious", "critical")


def serious_faults(page: Page) -> list[str]:
    """Return what axe-core calls serious or critical, each with the first element that it is about.

    Args:
        page: A page, as it is shown now.
    """
    page.evaluate(_script())
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}: {each['nodes'][0]['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in _SERIOUS
    ]


@cache
def _script() -> str:
    # Ends in nothing: what a script evaluates to is sent to the test.
    return ensure_npm_file(_AXE).read_text(encoding="utf-8") + ";0"
