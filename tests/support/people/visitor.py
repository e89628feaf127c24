"""A person's browser that goes through Keycloak's pages one by one."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx

from tests.support.baseline.answers import returned
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from tests.support.realms.principals import Person

__all__ = ["Page", "Visitor"]

_REDIRECT_LIMIT = 8
_PAGE_ID = re.compile(r'data-page-id="login-([\w-]+)"')


class Page(HTMLParser):
    """What a browser shows after it followed Keycloak's redirects.

    Attributes:
        text: The page.
        name: Keycloak's name of it, such as `login-config-totp`; empty where Keycloak has sent the browser away.
        answer: What the application was sent.
        action: Where the page's form goes.
        fields: What the form holds before anybody fills it in.
        links: Where links lead.
    """

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self._url = str(response.url)
        self.text = response.text
        found = _PAGE_ID.search(response.text)
        self.name = found[1] if found else ""
        self.answer = returned(response)
        self.action = ""
        self.fields: dict[str, str] = {}
        self.links: list[str] = []
        self.feed(response.text)

    @property
    def words(self) -> str:
        """The page's text without its tags."""
        return " ".join(
            html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", self.text, flags=re.DOTALL)).split()
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the form, its fields, and links."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action = urljoin(self._url, values.get("action", ""))
        elif tag == "input" and values.get("type") not in {"submit", "checkbox", "radio"} and values.get("name"):
            self.fields[values["name"]] = values.get("value", "")
        elif tag == "a":
            self.links.append(urljoin(self._url, values.get("href", "")))


@dataclass
class Visitor:
    """A person before a new browser.

    Attributes:
        person: Who it is, and at which application.
    """

    person: Person
    _verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), init=False, repr=False)
    _browser: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the browser."""
        self._browser = httpx.Client(
            trust_env=False, timeout=PATIENCE_S, event_hooks={"response": [self._trust_loopback]}
        )

    def open(self, url: str, **parameters: str) -> Page:
        """Open a URL of Keycloak."""
        return self._follow(self._browser.get(url, params=parameters or None))

    def start(self, *scopes: str, **parameters: str) -> Page:
        """Let the application send the browser to log in, with more parameters; return the first page."""
        digest = hashlib.sha256(self._verifier.encode()).digest()
        return self.open(
            f"{self.person.endpoints.issuer}/protocol/openid-connect/auth",
            client_id=self.person.client_id,
            redirect_uri=self.person.redirect_uri,
            response_type="code",
            scope=" ".join(("openid", *scopes)),
            state=secrets.token_hex(8),
            code_challenge=base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            code_challenge_method="S256",
            **parameters,
        )

    def send(self, page: Page, **fields: str) -> Page:
        """Fill in a page's form and send it."""
        assert page.action, f"no form on page '{page.name}': {page.words}"
        return self._follow(self._browser.post(page.action, data={**page.fields, **fields}))

    def log_in(self, *scopes: str, password: str | None = None, **parameters: str) -> Page:
        """Start, and give user name and password; return what comes after."""
        page = self.start(*scopes, **parameters)
        return self.send(page, username=self.person.username, password=password or self.person.password)

    def redeem(self, page: Page) -> httpx.Response:
        """Trade the code that the application was sent."""
        assert "code" in page.answer, f"no code, but page '{page.name}': {page.words}"
        form = {"client_id": self.person.client_id, "redirect_uri": self.person.redirect_uri}
        form |= {"grant_type": "authorization_code", "code": page.answer["code"], "code_verifier": self._verifier}
        if self.person.client_secret:
            form["client_secret"] = self.person.client_secret
        return self._browser.post(self.person.endpoints.token_endpoint, data=form)

    def _follow(self, response: httpx.Response) -> Page:
        for _ in range(_REDIRECT_LIMIT):
            location = response.headers.get("location", "")
            within = location.startswith(self.person.endpoints.keycloak_url)
            if not within or location.startswith(self.person.redirect_uri):  # Keycloak's own consoles are within
                return Page(response)
            response = self._browser.get(location)
        raise AssertionError(f"{self.person.username} goes round in circles")

    def _trust_loopback(self, _: httpx.Response) -> None:
        """Send secure cookies to loopback over http as well, as browsers do."""
        for cookie in self._browser.cookies.jar:
            cookie.secure = False
