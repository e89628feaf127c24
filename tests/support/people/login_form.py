"""Keycloak's login page, as a browser sees it."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["LoginForm"]


class LoginForm(HTMLParser):
    """Finds where the login form of a page is sent.

    Args:
        text: The page.

    Attributes:
        action: The URL; empty if this is no login page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the form."""
        attributes = dict(attrs)
        if tag == "form" and attributes.get("id") == "kc-form-login":
            self.action = attributes.get("action") or ""
