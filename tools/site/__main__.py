"""Build the documentation's site: `python -m tools.site`, which `make site` runs."""

from __future__ import annotations

import os
import sys

from tools.errors import ToolError
from tools.project import ROOT
from tools.site.build import SITE, build_site


def main() -> int:
    """Build it, and say how to look at it.

    Returns:
        The exit code: that of the failure, or 0.
    """
    try:
        build_site(source=os.environ.get("SITE_SOURCE", ""))
    except ToolError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return fault.exit_code
    shown = SITE.relative_to(ROOT)
    print(f"{shown}: look at it by python3 -m http.server --bind 127.0.0.1 --directory {shown}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
