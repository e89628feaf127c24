"""`python -m tools.kept_synthesis.app FILE`: run `main.py`, and write down what it read, wrote and started."""

from __future__ import annotations

import json
import runpy
import sys
from contextlib import suppress
from pathlib import Path

from tools.kept_synthesis.watch import Watch

_ROOT = Path(__file__).resolve().parent.parent.parent


def main(file: Path) -> None:
    """Run the app; the file is written where it ends well.

    Args:
        file: Gets what was seen, as JSON. It holds paths alone.
    """
    watch = Watch()
    sys.addaudithook(watch)
    sys.argv = ["main.py"]
    try:
        runpy.run_path(str(_ROOT / "main.py"), run_name="__main__")
    except SystemExit as end:
        if end.code in (0, None):
            with suppress(OSError):  # then nothing is kept
                file.write_text(json.dumps(watch.watched().as_written()), encoding="utf-8")
        raise


if __name__ == "__main__":
    main(Path(sys.argv[1]))
