"""A person's token: a login on Keycloak's own page, as an application does it (RFC 6749 section 4.1, RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx

from constructs_lib.declaration.checks.nearest import hint
from tools.errors import ToolError
from tools.tokens.realm import INVALID_SCOPE
from tools.tokens.scopes import scope_faults

if TYPE_CHECKING:
    from constructs_lib.declaration.props import ApplicationProps, PersonProps
    from tools.tokens.realm import Realm

__all__ = ["LOG_IN_ADVICE", "token_of_person"]

LOG_IN_ADVICE = (
    "declare an application, such as applications: {notebook: {redirect_uris: [http://127.0.0.1:8888/callback]}}"
)
"""What to do where nothing logs people in."""

_PAGES = 6
_LOGIN_FORM = "kc-form-login"


def token_of_person(realm: Realm, username: str, scope: str, application: str | None) -> str:
    """Log a person in, and return the access token.

    Args:
        realm: The realm.
        username: The person.
        scope: What the token is for; left out, all that the person was granted and the application may ask for.
        application: Where to log in; left out, an application, or else the API's own client by the password grant.

    Raises:
        ToolError: The person cannot log in by a password alone, or nothing logs people in (exit 2).
    """
    person = next(
        access.people[username] for access in realm.environment.accesses().values() if username in access.people
    )
    if realm.environment.realm.is_joined:
        raise ToolError(
            f"person '{username}' has an account of the realm's owner, whose password nobody here knows: let them log "
            "in to an application in a browser, or ask for a consumer's token",
            exit_code=2,
        )
    if not person.can_log_in_at_once:
        raise ToolError(
            f"person '{username}' cannot log in by the first password alone: it is temporary, or was never set, or the "
            "account is disabled",
            exit_code=2,
        )
    found = _application(realm, application)
    if found:
        asked = scope or _granted(realm, username, person, found[0])
        lacks = (
            realm.not_granted(username, asked)
            if asked
            else f"{username} was granted nothing that application '{found[0]}' may ask for"
        )
        return _by_code(realm, username, found, asked, lacks)
    apis = realm.environment.every_api.items()
    name, api = next(((name, api) for name, api in apis if api.direct_access_grants), ("", None))
    if api is None:
        raise ToolError(f"nothing logs '{username}' in: {LOG_IN_ADVICE}", exit_code=2)
    form = {"grant_type": "password", "username": username, "password": realm.password(username)}
    own = [each for each, of in realm.policy.served.scopes.items() if of == name]
    faults = scope_faults(realm.policy, f"client '{api.client_id}'", own, scope)
    return realm.token({**realm.credentials(api.client_id), **form}, f"person '{username}'", scope, faults=faults)


def _application(realm: Realm, named: str | None) -> tuple[str, ApplicationProps] | None:
    found = {
        name: each for access in realm.environment.accesses().values() for name, each in access.applications.items()
    }
    if named:
        if named not in found:
            raise ToolError(
                f"environment '{realm.target.name}' has no application '{named}': {hint(named, found)}", exit_code=2
            )
        return named, found[named]
    usable = {name: each for name, each in found.items() if not each.pushed_requests}
    return next(iter(sorted(usable.items(), key=lambda each: (each[1].type != "public", each[0]))), None)


def _granted(realm: Realm, username: str, person: PersonProps, application: str) -> str:
    askable = realm.policy.application_scopes(application)
    allowed = realm.policy.allowed_to_person(username)
    own = {scope for pair in allowed for scope in realm.policy.scopes_of(pair)}
    own |= {*realm.policy.access_roles_of(person.every_model)}
    return " ".join(scope for scope in askable if scope in own)


def _by_code(realm: Realm, username: str, found: tuple[str, ApplicationProps], scope: str, lacks: str) -> str:
    name, application = found
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    redirect_uri = application.redirect_uris[0]
    request = {
        "client_id": name,
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": f"openid {scope}".strip(),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    with realm.http() as http:
        try:
            answer = _Browser(realm, http, username, redirect_uri).open(request)
        except httpx.TransportError:
            raise realm.unreachable() from None
        if "code" not in answer or answer.get("state") != state:
            faults = scope_faults(realm.policy, f"application '{name}'", realm.policy.application_scopes(name), scope)
            if faults and answer.get("error") == INVALID_SCOPE:
                raise ToolError(faults, exit_code=2)
            reason = answer.get("error_description") or answer.get("error") or "no code came back"
            raise ToolError(
                f"person '{username}', application '{name}': Keycloak refused a login: {reason}", exit_code=2
            )
        form = {"grant_type": "authorization_code", "code": answer["code"], "code_verifier": verifier}
        client = {"client_id": name} if application.type == "public" else realm.credentials(name)
        form |= {**client, "redirect_uri": redirect_uri}
        return realm.token(form, f"person '{username}'", "", http, lacks=lacks)


class _Browser:
    """Goes through Keycloak's pages until it is sent back to the application."""

    def __init__(self, realm: Realm, http: httpx.Client, username: str, redirect_uri: str) -> None:
        self._realm, self._http, self._username, self._redirect_uri = realm, http, username, redirect_uri
        # Browsers send secure cookies to loopback over http as well.
        http.event_hooks = {"response": [self._trust_loopback]}
        self._logged_in = False

    def open(self, request: dict[str, str]) -> dict[str, str]:
        """Return what the application is told."""
        response = self._http.get(self._realm.endpoints.authorization_endpoint, params=request)
        for _ in range(_PAGES):
            location = response.headers.get("location", "")
            if location.startswith(self._redirect_uri):
                return {name: value[0] for name, value in parse_qs(urlsplit(location).query).items()}
            response = self._http.get(response.url.join(location)) if location else self._fill_in(response)
        raise self._stopped()

    def _fill_in(self, response: httpx.Response) -> httpx.Response:
        if response.is_error:
            raise self._realm.refused(response, {}, f"person '{self._username}'")
        page = _Form(response.text)
        if page.id == _LOGIN_FORM and not self._logged_in:
            self._logged_in = True
            fields = {"username": self._username, "password": self._realm.password(self._username)}
        elif page.id == _LOGIN_FORM:
            raise ToolError(
                f"person '{self._username}': Keycloak refused the password: it was changed since the account was made",
                exit_code=2,
            )
        elif "accept" in page.buttons and page.action:
            fields = {**page.hidden, "accept": "Yes"}  # consent, for one's own account on one's own machine
        else:
            raise self._stopped()
        return self._http.post(response.url.join(page.action), data=fields)

    def _stopped(self) -> ToolError:
        return ToolError(
            f"person '{self._username}': Keycloak asks for more than a password: log in with a browser", exit_code=2
        )

    def _trust_loopback(self, _: httpx.Response) -> None:
        for cookie in self._http.cookies.jar:
            cookie.secure = False


class _Form(HTMLParser):
    """The first form of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.id, self.action = "", ""
        self.hidden: dict[str, str] = {}
        self.buttons: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the form, its hidden fields and its buttons."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.id, self.action = given.get("id", ""), given.get("action", "")
        elif tag == "input" and given.get("type") == "hidden":
            self.hidden[given.get("name", "")] = given.get("value", "")
        elif tag in ("input", "button"):
            self.buttons.add(given.get("name", ""))
