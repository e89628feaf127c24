"""The library that draws the picture.

D3: it draws SVG, which prints sharply, takes its colours from the page's styles, and has links that a keyboard reaches.
"""

from __future__ import annotations

from tools.bootstrap.npm_file import NpmFile, ensure_npm_file

__all__ = ["picture_library"]

_D3 = NpmFile(
    "d3",
    "7.9.2",
    "ZKb/mONPVKzaO5UlcWcwN8bS4ezvQaYu+bsou+XgNABdGC800kwH651ADTbbTxMPHW13UlvbQafdmJQDk1w7Mg==",
    "dist/d3.min.js",
)


def picture_library() -> str:
    """Return D3's script, fetched from npm's registry the first time.

    Raises:
        ToolError: It cannot be fetched.
    """
    return ensure_npm_file(_D3).read_text(encoding="utf-8")
