"""Take the README's picture of a report: `make readme-picture`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.support.project.checkout import ROOT
from tests.support.reports.reports import opened_report, written_report

PICTURE = ROOT / "docs" / "images" / "access-report.png"
LARGEST_BYTES = 200_000
_WIDTH = 1180


def main() -> int:
    """Take it: all that is above what ends.

    Returns:
        The exit code: 1 where the picture is larger than a README's should be.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "repository")  # of no revision: the picture would name one that is soon not the newest
        shutil.copytree(ROOT / "environments", copy / "environments")
        _take(written_report("demo-federated", Path(folder), repository=copy))
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(ROOT)}: {size:,} bytes")  # noqa: T201
    return int(size > LARGEST_BYTES)


def _take(report: Path) -> None:
    with opened_report(report, width=_WIDTH) as page:
        page.wait_for_selector("#canvas a")
        height = page.evaluate("document.getElementById('drawn-note').getBoundingClientRect().bottom + scrollY + 16")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(
            path=PICTURE,
            full_page=True,
            clip={"x": 0, "y": 0, "width": _WIDTH, "height": height},
            animations="disabled",
        )


if __name__ == "__main__":
    sys.exit(main())
