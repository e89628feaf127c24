"""Secrets that are known to a test, and the search for them in everything that a run left behind."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["leaks"]


def leaks(secrets: Mapping[str, str], *, texts: Mapping[str, str], folders: Mapping[str, Path]) -> list[str]:
    """Return `<secret's name> in <place>` for each place where a secret stands, as it is or encoded.

    Args:
        secrets: Values by name. Names are shown, values never.
        texts: What was printed, by place.
        folders: Folders to search, by place; links are not followed.
    """
    spelled = {name: _spellings(value) for name, value in secrets.items()}
    return sorted(
        {
            f"{name} in {place}"
            for place, content in (*_texts(texts), *_files(folders))
            for name, spellings in spelled.items()
            if any(spelling in content for spelling in spellings)
        }
    )


def _spellings(value: str) -> tuple[bytes, ...]:
    raw = value.encode()
    # Without the end, which depends on what follows, and at each of the three offsets that a longer text may give.
    encoded = (base64.b64encode(b"\0" * offset + raw)[(offset * 8 + 5) // 6 : -4] for offset in range(3))
    return (raw, quote(value, safe="").encode(), *encoded)


def _texts(texts: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for place, text in texts.items():
        yield place, text.encode()


def _files(folders: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    for place, folder in folders.items():
        for parent, _, names in os.walk(folder):
            for path in (Path(parent) / name for name in names):
                if path.is_file() and not path.is_symlink():
                    yield f"{place}/{path.relative_to(folder)}", path.read_bytes()
