"""Try many files: `python -m tests.support.fuzz FILES SEED` prints a report in JSON, and fails where a rule broke."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from tests.support.fuzz.fuzzed_folder import FuzzedFolder

__all__ = ["main"]

_ROOT = Path(__file__).resolve().parents[3]


def main(arguments: list[str]) -> int:
    """Print the report.

    Returns:
        0, or 1 where a rule broke; such files are kept in `.cache/fuzz/`.
    """
    files, seed = map(int, arguments)
    with tempfile.TemporaryDirectory() as folder:
        fuzzed = FuzzedFolder(_ROOT / "environments", Path(folder), seed=seed, kept=_ROOT / ".cache" / "fuzz")
        report = fuzzed.run(files)
    print(json.dumps(dataclasses.asdict(report), indent=2))  # noqa: T201 - what the command is for
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
