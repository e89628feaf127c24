"""The form of a page, as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["PageForm"]

_FILLED_IN = ("hidden", "text", "email")


class PageForm(HTMLParser):
    """Finds the first form of a page.

    Args:
        text: The page.

    Attributes:
        id: Its id, such as `kc-form-login`, or its name where it has none.
        action: Where it is sent; empty if the page has none.
        values: What it sends if nobody types: hidden fields, and those that are filled in already.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.id = ""
        self.action = ""
        self.values: dict[str, str] = {}
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the form and its fields."""
        attributes = dict(attrs)
        if tag == "form" and not self.action:
            self.id = attributes.get("id") or attributes.get("name") or ""
            self.action = attributes.get("action") or ""
            self._inside = True
        elif tag == "input" and self._inside and (attributes.get("type") or "text").lower() in _FILLED_IN:
            self.values[attributes.get("name") or ""] = attributes.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        """End with the form."""
        if tag == "form":
            self._inside = False
