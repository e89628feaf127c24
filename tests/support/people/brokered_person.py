"""A person who logs in at an application through an identity provider, by Keycloak's own pages."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.support.people.page_form import PageForm
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from constructs_lib.declaration.endpoints import RealmEndpoints

__all__ = ["BrokeredPerson"]

_STEP_LIMIT = 15
_LINK = re.compile(r'href="([^"]+)"')


@dataclass
class BrokeredPerson:
    """Somebody with an account at a provider, and a browser.

    Attributes:
        username: Name at the provider.
        alias: The provider.
        client_id: The application.
        redirect_uri: Where it gets its codes.
        endpoints: URLs of the realm that brokers.
        provider: URLs of the provider's realm.
    """

    username: str
    alias: str
    client_id: str
    redirect_uri: str
    endpoints: RealmEndpoints
    provider: RealmEndpoints
    password: str = field(repr=False)
    _browser: httpx.Client = field(init=False, repr=False)
    _verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the browser."""
        self._browser = httpx.Client(
            trust_env=False, timeout=PATIENCE_S, event_hooks={"response": [self._trust_loopback]}
        )

    def ask(self, *scopes: str) -> httpx.Response:
        """Log in with nothing to decide on the way, and get a token."""
        return self.redeem(self.arrive(*scopes))

    def authorization_url(self, *scopes: str, **parameters: str) -> str:
        """Return where the application sends a browser."""
        digest = hashlib.sha256(self._verifier.encode()).digest()
        request = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(scopes),
            "state": secrets.token_hex(8),
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **parameters,
        }
        return str(httpx.URL(f"{self.endpoints.issuer}/protocol/openid-connect/auth", params=request))

    def arrive(self, *scopes: str) -> httpx.Response:
        """Log in at the provider; return the redirect to the application, or the first page that asks for more."""
        return self._walk(self._browser.get(self.authorization_url(*scopes, kc_idp_hint=self.alias)))

    def submit(self, page: httpx.Response, **fields: str) -> httpx.Response:
        """Fill in a page; return what comes after, as `arrive` does."""
        form = PageForm(page.text)
        assert form.action, f"{page.status_code}: no form"
        return self._walk(self._browser.post(page.url.join(form.action), data={**form.values, **fields}))

    def follow(self, link: str) -> httpx.Response:
        """Open a link of a mail in the same browser; return what comes after, as `arrive` does."""
        return self._walk(self._browser.get(link))

    def forget_password(self, page: httpx.Response) -> httpx.Response:
        """Say on a page that the password is forgotten; return what comes after, as `arrive` does."""
        link = next(each for each in _LINK.findall(page.text) if "/login-actions/reset-credentials" in each)
        return self.follow(str(page.url.join(html.unescape(link))))

    def redeem(self, arrived: httpx.Response) -> httpx.Response:
        """Trade the code of a redirect to the application for a token."""
        location = arrived.headers.get("location", "")
        assert location.startswith(self.redirect_uri), f"{arrived.status_code} {arrived.url.path}: not back yet"
        return self.redeem_from(location)

    def redeem_from(self, url: str) -> httpx.Response:
        """Trade the code in a URL that the application was called by."""
        form = {"grant_type": "authorization_code", "client_id": self.client_id, "redirect_uri": self.redirect_uri}
        form |= {"code": parse_qs(urlsplit(url).query)["code"][0], "code_verifier": self._verifier}
        return self._browser.post(self.endpoints.token_endpoint, data=form)

    def _walk(self, response: httpx.Response) -> httpx.Response:
        for _ in range(_STEP_LIMIT):
            location = response.headers.get("location", "")
            form = PageForm(response.text)
            if location.startswith(self.redirect_uri):
                return response
            if location:
                response = self._browser.get(location)
            elif form.id == "saml-post-binding":
                response = self._browser.post(form.action, data=form.values)
            elif form.id == "kc-form-login" and form.action.startswith(f"{self.provider.issuer}/"):
                login = {"username": self.username, "password": self.password}
                response = self._browser.post(form.action, data={**form.values, **login})
            else:
                return response
        raise AssertionError(f"{self.username} never came back from {response.request.url.path}")

    def _trust_loopback(self, _: httpx.Response) -> None:
        """Send secure cookies to loopback over http as well, as browsers do."""
        for cookie in self._browser.cookies.jar:
            cookie.secure = False
