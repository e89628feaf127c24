"""Those who ask for tokens: machines by client credentials, people through Keycloak's login page."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from tests.support.people.login_form import LoginForm
from tests.support.people.page_form import PageForm
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.declaration.endpoints import RealmEndpoints

__all__ = ["Machine", "Person", "Principal"]

_REDIRECT_LIMIT = 5
_CONSENT = 'name="accept"'
_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


class Principal(Protocol):
    """Anyone who gets access tokens."""

    @property
    def client_id(self) -> str:
        """The client that asks."""

    def ask(self, *scopes: str) -> httpx.Response:
        """Ask for a token with these scopes; return the answer of the token endpoint."""


@dataclass(frozen=True)
class Machine:
    """A consumer.

    Attributes:
        client_id: Its name.
        token_endpoint: Where it asks.
        credentials: Makes the form fields that prove who it is.
        http: Its connection, with its TLS certificate if it has one.
    """

    client_id: str
    token_endpoint: str
    credentials: Callable[[], dict[str, str]] = field(repr=False)
    http: httpx.Client = field(repr=False)

    @property
    def has_certificate(self) -> bool:
        """Whether its connection is one with a TLS certificate."""
        return self.token_endpoint.startswith("https:")

    def ask(self, *scopes: str) -> httpx.Response:
        """Ask for a token of its own."""
        return self.post(grant_type="client_credentials", **({"scope": " ".join(scopes)} if scopes else {}))

    def trade(self, token: str, *scopes: str, **form: str) -> httpx.Response:
        """Trade somebody's access token for one with these scopes (RFC 8693).

        Args:
            token: The token.
            scopes: What the new one is for.
            form: More parameters.
        """
        subject = {"subject_token": token, "subject_token_type": _ACCESS_TOKEN}
        return self.post(grant_type=_EXCHANGE, **subject, scope=" ".join(scopes), **form)

    def post(self, **form: str) -> httpx.Response:
        """Send a form to the token endpoint, with the credentials."""
        return self.http.post(self.token_endpoint, data={**form, **self.credentials()})


@dataclass
class Person:
    """A person with a browser, at an application; logs in once, and has a session from then on; consents.

    Attributes:
        username: Who logs in.
        client_id: The application.
        redirect_uri: Where the application gets the code.
        endpoints: URLs of the realm.
        client_secret: Of a confidential application.
    """

    username: str
    client_id: str
    redirect_uri: str
    endpoints: RealmEndpoints
    password: str = field(repr=False)
    client_secret: str = field(default="", repr=False)
    logins: int = 0
    consents: int = 0
    _browser: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the browser."""
        self._browser = httpx.Client(
            trust_env=False, timeout=PATIENCE_S, event_hooks={"response": [self._trust_loopback]}
        )

    def ask(self, *scopes: str) -> httpx.Response:
        """Get a code with PKCE S256 and redeem it; without a session the login page comes first."""
        verifier = secrets.token_urlsafe(48)
        answer = self._authorize(self.authorization_url(verifier, *scopes))
        if "code" not in answer:  # an error of the authorization endpoint, such as invalid_scope
            return httpx.Response(400, json=answer)
        return self.redeem(answer["code"], verifier)

    def authorization_url(self, verifier: str, *scopes: str) -> str:
        """Return where the application sends a browser."""
        digest = hashlib.sha256(verifier.encode()).digest()
        request = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "state": secrets.token_hex(8),
            **({"scope": " ".join(scopes)} if scopes else {}),
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return str(httpx.URL(self.endpoints.authorization_endpoint, params=request))

    def redeem(self, code: str, verifier: str) -> httpx.Response:
        """Trade a code for tokens."""
        form = {"grant_type": "authorization_code", "client_id": self.client_id, "redirect_uri": self.redirect_uri}
        form |= {"code": code, "code_verifier": verifier}
        if self.client_secret:
            form["client_secret"] = self.client_secret
        return self._browser.post(self.endpoints.token_endpoint, data=form)

    def _trust_loopback(self, _: httpx.Response) -> None:
        """Send secure cookies to loopback over http as well, as browsers do."""
        for cookie in self._browser.cookies.jar:
            cookie.secure = False

    def _authorize(self, url: str) -> dict[str, str]:
        query = urlsplit(self.callback(url)).query
        return {name: value[0] for name, value in parse_qs(query).items()}

    def callback(self, url: str) -> str:
        """Open the authorization URL of an application; return the URL by which the browser comes back to it."""
        response = self._browser.get(url)
        for _ in range(_REDIRECT_LIMIT):
            location = str(response.headers.get("location", ""))
            if location.startswith(self.redirect_uri):
                return location
            response = self._browser.get(location) if location else self._log_in(response)
        raise AssertionError(f"{self.username} never came back from {response.request.url.path}")

    def _log_in(self, page: httpx.Response) -> httpx.Response:
        if _CONSENT in page.text:
            asked = PageForm(page.text)
            self.consents += 1
            return self._browser.post(urljoin(str(page.url), asked.action), data={**asked.values, "accept": "Yes"})
        form = LoginForm(page.text)
        assert form.action, f"{page.status_code}: no login form for {self.username}"
        self.logins += 1
        return self._browser.post(form.action, data={"username": self.username, "password": self.password})
