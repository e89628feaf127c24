"""What a server answered, in a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import httpx

__all__ = ["answer_of", "returned"]

_PAGE_ID = re.compile(r'data-page-id="login-([\w-]+)"')
_PAGES = {
    "login": "login page",
    "login-oauth-grant": "consent page",
    "logout-confirm": "logout page",
    "error": "error page",
}


def returned(response: httpx.Response) -> dict[str, str]:
    """Return the parameters of a redirect, in its query or its fragment."""
    location = urlsplit(response.headers.get("location", ""))
    return {name: value[0] for name, value in parse_qs(f"{location.query}&{location.fragment}").items()}


def answer_of(response: httpx.Response) -> str:
    """Return status and meaning: `400 invalid_grant`, `302 code`, `200 token`, `200 login page`."""
    return f"{response.status_code} {_meaning(response)}".rstrip()


def _meaning(response: httpx.Response) -> str:
    if response.is_redirect:
        parameters = returned(response)
        return parameters.get("error") or ("code" if "code" in parameters else "redirect")
    if response.headers.get("content-type", "").startswith("application/json"):
        body = response.json()
        return str(body.get("error") or ("token" if "access_token" in body else ""))
    page = _PAGE_ID.search(response.text)
    return _PAGES.get(page[1], page[1]) if page else ""
