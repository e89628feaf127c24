"""The authorization code flow, step by step, in a browser of its own."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tests.support.baseline.answers import returned
from tests.support.people.login_form import LoginForm
from tests.support.people.page_form import PageForm

if TYPE_CHECKING:
    import httpx

    from tests.support.realms.oauth_realm import OAuthRealm

__all__ = ["CodeFlow"]

_REDIRECT_LIMIT = 5


@dataclass
class CodeFlow:
    """A new browser, with a person before it, at one application.

    Attributes:
        realm: Where people log in.
        client_id: The application.
        redirect_uri: Where it gets its codes.
        username: The person.
        password: The person's password.
        client_secret: Of a confidential application.
    """

    realm: OAuthRealm
    client_id: str
    redirect_uri: str
    username: str
    password: str = field(repr=False)
    client_secret: str = field(default="", repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), init=False, repr=False)

    @cached_property
    def browser(self) -> httpx.Client:
        """It keeps cookies, and follows no redirect by itself."""
        return self.realm.tls.client()

    @property
    def credentials(self) -> dict[str, str]:
        """How the application proves who it is; a public one says its name."""
        secret = {"client_secret": self.client_secret} if self.client_secret else {}
        return {"client_id": self.client_id, **secret}

    def parameters(self, **changed: str | None) -> dict[str, str]:
        """Return a correct authorization request, with changes; None leaves a parameter out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        request = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": secrets.token_hex(8),
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changed,
        }
        return {name: value for name, value in request.items() if value is not None}

    def request(self, **changed: str | None) -> httpx.Response:
        """Send the browser to the authorization endpoint; return the first answer."""
        return self.browser.get(self.realm.url("auth"), params=self.parameters(**changed))

    def push(self, **changed: str | None) -> httpx.Response:
        """Send the request by the back channel (RFC 9126), and the browser with its reference."""
        pushed = self.realm.post("ext/par/request", **{**self.parameters(**changed), **self.credentials})
        reference = {"client_id": self.client_id, "request_uri": pushed.json()["request_uri"]}
        return self.follow(self.browser.get(self.realm.url("auth"), params=reference))

    def log_in(self, page: httpx.Response, password: str | None = None) -> httpx.Response:
        """Fill in the login page; return what comes after, at last the redirect to the application."""
        form = LoginForm(page.text)
        assert form.action, f"{page.status_code}: no login form"
        sent = {"username": self.username, "password": self.password if password is None else password}
        return self.follow(self.browser.post(form.action, data=sent))

    def agree(self, page: httpx.Response) -> httpx.Response:
        """Agree on the consent page; return the redirect to the application."""
        form = PageForm(page.text)
        assert form.action, f"{page.status_code}: no form"
        url = urljoin(self.realm.endpoints.issuer, form.action)
        return self.follow(self.browser.post(url, data={**form.values, "accept": "Yes"}))

    def follow(self, response: httpx.Response) -> httpx.Response:
        """Follow redirects within the realm."""
        for _ in range(_REDIRECT_LIMIT):
            location = response.headers.get("location", "")
            within = location.startswith(self.realm.endpoints.issuer)
            if not within or location.startswith(self.redirect_uri):  # Keycloak's own consoles are within
                return response
            response = self.browser.get(location)
        raise AssertionError(f"{self.username} never came back to {self.client_id}")

    def authorize(self, **changed: str | None) -> dict[str, str]:
        """Log in; return what the application gets."""
        return returned(self.log_in(self.request(**changed)))

    def redeem(self, code: str, **changed: str | None) -> httpx.Response:
        """Trade a code for tokens, with changes to the form; None leaves a field out."""
        form = {
            "grant_type": "authorization_code",
            "redirect_uri": self.redirect_uri,
            "code": code,
            "code_verifier": self.verifier,
            **self.credentials,
            **changed,
        }
        return self.realm.post("token", **{name: value for name, value in form.items() if value is not None})

    def tokens(self, *scopes: str) -> httpx.Response:
        """Log in, and trade the code."""
        return self.redeem(self.authorize(scope=" ".join(("openid", *scopes)))["code"])

    def refresh(self, token: str) -> httpx.Response:
        """Trade a refresh token."""
        return self.realm.post("token", grant_type="refresh_token", refresh_token=token, **self.credentials)
