"""What may be read on the page: no secret, no control character, and no e-mail address unless it is asked for."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from constructs_lib.declaration.texts.one_line import one_line

__all__ = ["ShownText"]

# Broad on purpose: a subject such as `job@project.iam.example.com` is an address too.
_ADDRESS = re.compile(r"([^\s@<>\"'`(),;:=/|\[\]]+)@(?=[^\s@])([^\s@<>\"'`(),;=/|?&#]+)")


class ShownText:
    """Everything that the page says passes through here: `finalize` of the template's environment.

    Args:
        addresses: E-mail addresses are shown.
    """

    def __init__(self, *, addresses: bool) -> None:
        self._addresses = addresses
        self._names: dict[str, str] = {}
        self._cached = lru_cache(maxsize=None)(self._of)

    def __call__(self, value: object) -> object:
        """Return a value as it is shown; what the template wrote itself stays."""
        if value is None:
            return ""
        return value if isinstance(value, Markup) else self.text(str(value))

    def text(self, text: str) -> str:
        """Return a text as it is shown."""
        return self._cached(text)

    def _of(self, text: str) -> str:
        line = one_line(text)
        return line if self._addresses else _ADDRESS.sub(self._without_domain, line)

    def _without_domain(self, found: re.Match[str]) -> str:
        """Keep what tells people apart: two addresses never become one."""
        whole, local = found[0], found[1]
        if whole not in self._names:
            taken = sum(name.partition("@")[0] == local for name in self._names)
            self._names[whole] = f"{local}@…" + (f"({taken + 1})" if taken else "")
        return self._names[whole]
