"""The authorization endpoint: what it refuses before anybody logs in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.integration.security.prod_realm import API, CONSOLES, EVERY_CLIENT, NOTEBOOK, PORTAL, SCOPE
from tests.support.baseline.answers import answer_of, returned
from tests.support.realms.default_realm import APP
from tests.support.tokens.wrong_jwts import unsigned_jwt

if TYPE_CHECKING:
    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]

NO_BROWSER_FLOW = {f"no browser flow: {answer} error page" for answer in (400, 403)}

ANOTHER_PLACE = {
    "query": ("/callback", "/callback?x=1"),
    "slash": ("/callback", "/callback/"),
    "case": ("/callback", "/CALLBACK"),
    "port": (".example.com", ".example.com:8443"),
    "scheme": ("https://", "http://"),
    "fragment": ("/callback", "/callback#f"),
    "host": (".example.com", ".example.com.evil.example"),
}


@pytest.mark.baseline(1)
@pytest.mark.parametrize(("part", "changed"), ANOTHER_PLACE.values(), ids=ANOTHER_PLACE)
def test_redirect_uri_is_compared_exactly(prod: ProdRealm, shown: ShownAnswers, part: str, changed: str) -> None:
    """Any other query, path, case, port, scheme, fragment or host is refused, and nobody is sent there."""
    flow = prod.flow()
    elsewhere = flow.redirect_uri.replace(part, changed)
    assert shown.here(answer_of(flow.request(redirect_uri=elsewhere))) == "400 error page"
    assert answer_of(flow.request()) == "200 login page"


@pytest.mark.baseline(4)
@pytest.mark.parametrize("response_type", ["token", "id_token", "id_token token", "code token", "code id_token"])
def test_no_token_in_a_redirect(prod: ProdRealm, shown: ShownAnswers, response_type: str) -> None:
    """Implicit and hybrid flow are off, for applications, for the API and for Keycloak's own consoles."""
    for client in (NOTEBOOK, PORTAL, prod.api, *CONSOLES):
        answer = prod.flow(client).request(response_type=response_type, nonce="n")
        assert shown.here(answer_of(answer)) == "302 unauthorized_client"


@pytest.mark.baseline(4)
@pytest.mark.parametrize("client", sorted({*EVERY_CLIENT} - {API, NOTEBOOK, PORTAL, *CONSOLES}))
def test_who_has_no_browser_flow_logs_nobody_in(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """Machines and the rest of Keycloak's own clients send nobody to the login page, and nobody away from it."""
    for response_type in ("code", "token"):
        answer = prod.flow(client).request(response_type=response_type, nonce="n")
        assert shown.here(f"no browser flow: {answer_of(answer)}") in NO_BROWSER_FLOW


@pytest.mark.baseline(1)
@pytest.mark.parametrize("client", CONSOLES)
def test_consoles_stay_at_keycloaks_own_address(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """Keycloak's own clients have wildcards, below their own path alone: no code goes to another place."""
    flow = prod.flow(client)
    path = urlsplit(flow.redirect_uri).path
    assert shown.here(f"Keycloak's consoles: {answer_of(flow.request(redirect_uri=f'{flow.redirect_uri}x'))}") == (
        "Keycloak's consoles: 200 login page"
    )
    for elsewhere in (
        f"https://evil.example.com{path}",
        flow.redirect_uri.replace(path, "/x/"),
        f"https://evil.example.com/?{path}",
    ):
        assert answer_of(prod.flow(client).request(redirect_uri=elsewhere)) == "400 error page"


@pytest.mark.baseline(8)
@pytest.mark.parametrize(
    "changed",
    [{"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"}],
    ids=["none", "plain"],
)
def test_challenge_is_needed(
    prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers, changed: dict[str, str | None]
) -> None:
    """A request without a PKCE challenge, or with a plain one, is refused."""
    for client in (NOTEBOOK, PORTAL, prod.api, "account-console", "security-admin-console"):
        assert shown.here(answer_of(prod.flow(client).request(**changed))) == "302 invalid_request"
    assert shown.by_default(answer_of(defaults.flow().request(**changed))) == "200 login page"


@pytest.mark.baseline(8)
def test_keycloaks_own_account_needs_no_challenge(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The gap: without client policies Keycloak's `account` takes a request without one; no page uses it any more."""
    answer = prod.flow("account").request(code_challenge=None, code_challenge_method=None)
    assert shown.here(f"account, no policies: {answer_of(answer)}") == "account, no policies: 200 login page"


@pytest.mark.baseline(14)
def test_front_channel_may_choose_the_response_mode(
    prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers
) -> None:
    """The gap: nothing pins the mode in which an application gets its codes."""
    flow = prod.flow()
    assert shown.here(answer_of(flow.request(response_mode="form_post"))) == "200 login page"
    assert shown.by_default(answer_of(defaults.flow().request(response_mode="form_post"))) == "200 login page"
    answer = flow.log_in(flow.request(response_mode="form_post"))
    assert (answer.status_code, 'name="code"' in answer.text.lower()) == (200, True)


@pytest.mark.baseline(14, 15)
def test_request_must_be_pushed(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """An application that asks for it takes its requests, response mode included, from the back channel alone."""
    portal = prod.flow(PORTAL)
    assert shown.here(answer_of(portal.request(scope="openid"))) == "302 invalid_request"
    assert answer_of(portal.push()) == "200 login page"
    assert shown.by_default(answer_of(defaults.flow().request())) == "200 login page"


@pytest.mark.baseline(23)
def test_unsigned_request_object_is_refused(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """A request object with `alg: none` is no request."""

    def request_of(client: str, issuer: str) -> str:
        return unsigned_jwt({"client_id": client, "iss": client, "aud": issuer, "scope": "openid"})

    for client in (NOTEBOOK, prod.api):
        answer = prod.flow(client).request(request=request_of(client, prod.endpoints.issuer))
        assert shown.here(answer_of(answer)) == "400 error page"
    answer = defaults.flow().request(request=request_of(APP, defaults.endpoints.issuer))
    assert shown.by_default(answer_of(answer)) == "200 login page"


@pytest.mark.baseline(25)
def test_answer_names_its_issuer(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The redirect says which server it comes from: with a code, and with an error."""
    assert prod.flow().authorize()["iss"] == prod.endpoints.issuer
    refused = returned(prod.flow().request(response_type="token"))
    assert refused["iss"] == prod.endpoints.issuer
    shown.here("302 with iss")


@pytest.mark.baseline(31)
def test_consent_is_asked_for(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """An application that asks for it acts for a person only after the person agreed."""
    portal = prod.flow(PORTAL)
    assert shown.here(answer_of(portal.log_in(portal.push(scope=f"openid {SCOPE}")))) == "200 consent page"
    flow = defaults.flow()
    assert shown.by_default(answer_of(flow.log_in(flow.request()))) == "302 code"


@pytest.mark.baseline(35)
def test_login_page_cannot_be_framed(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """The browser is told to frame it nowhere, to guess no type, and to come back over TLS."""
    headers = prod.flow().request().headers
    assert shown.here(f"X-Frame-Options: {headers['X-Frame-Options']}") == "X-Frame-Options: DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    by_default = defaults.flow().request().headers["X-Frame-Options"]
    assert shown.by_default(f"X-Frame-Options: {by_default}") == "X-Frame-Options: SAMEORIGIN"
