"""URLs: https where the realm requires TLS."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import ApiProps, RealmProps
from tests.support.declarations.declarations import NO_MAIL, declare, faults

pytestmark = pytest.mark.unit

SCORER = "realm 'ml-prod', client 'scorer'"
NOTEBOOK = "realm 'ml-prod', application 'notebook'"


@pytest.mark.parametrize(
    ("field", "label"),
    [("redirect_uris", "redirect URI"), ("web_origins", "web origin")],
)
def test_http_in_a_list_is_refused_where_tls_is_required(field: str, label: str) -> None:
    """A realm that requires TLS refuses an http redirect URI or web origin, and says which one."""
    api = {"client_id": "scorer", field: ("https://a.example.com", "http://x")}
    assert faults(declare(api=api)) == [f"{SCORER}: {label} must use https, got 'http://x'"]


@pytest.mark.parametrize(("field", "label"), [("base_url", "base URL"), ("admin_url", "admin URL")])
def test_http_url_is_refused_where_tls_is_required(field: str, label: str) -> None:
    """A realm that requires TLS refuses an http base or admin URL."""
    api = {"client_id": "scorer", field: "http://x/y"}
    assert faults(declare(api=api)) == [f"{SCORER}: {label} must use https, got 'http://x/y'"]


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("redirect_uris", "redirect URI"),
        ("web_origins", "web origin"),
        ("post_logout_redirect_uris", "post-logout redirect URI"),
    ],
)
def test_http_url_of_an_application_is_refused(field: str, label: str) -> None:
    """An application's URLs are held to the same rule, in a team's file too."""
    application = {"redirect_uris": ["https://ui.example.com/cb"], field: ["http://x"]}
    for declaration in (
        declare(applications={"notebook": application}),
        declare(teams={"risk": {"applications": {"notebook": application}}}),
    ):
        assert faults(declaration) == [f"{NOTEBOOK}: {label} must use https, got 'http://x'"]


def test_keys_are_never_fetched_in_clear_text() -> None:
    """Whoever can change the answer of a JWKS URL can be the consumer."""
    consumer = {"auth": {"method": "private_key_jwt", "jwks_url": "http://x/jwks"}, "every_model": True}
    issuer = {"issuer": "http://ci", "jwks_url": "http://ci/jwks"}
    assert faults(declare(consumers={"batch": consumer}, workload_issuers={"ci": issuer})) == [
        "realm 'ml-prod', consumer 'batch': JWKS URL must use https, got 'http://x/jwks'",
        "realm 'ml-prod', workload issuer 'ci': issuer must use https, got 'http://ci'",
        "realm 'ml-prod', workload issuer 'ci': JWKS URL must use https, got 'http://ci/jwks'",
    ]


def test_code_flow_without_redirect_uri_is_refused() -> None:
    """The authorization code flow cannot work without a redirect URI."""
    assert faults(declare(api=ApiProps(client_id="scorer", standard_flow=True))) == [
        f"{SCORER}: the authorization code flow needs a redirect URI: add redirect_uris, or set standard_flow to false"
    ]


@pytest.mark.parametrize(
    ("origin", "sent"),
    [
        ("https://ui.example.com/", "https://ui.example.com"),
        ("https://ui.example.com?x", "https://ui.example.com"),
        ("https://UI.example.com", "https://ui.example.com"),
        ("https://ui.example.com:443", "https://ui.example.com"),
        ("https://ui.example.com:8443/", "https://ui.example.com:8443"),
        ("ui.example.com", None),
        ("https://*.example.com", None),
    ],
)
def test_web_origin_must_be_an_origin(origin: str, sent: str | None) -> None:
    """A web origin that no browser sends would never match: with a path, in capitals, with the scheme's own port."""
    advice = f": write '{sent}'" if sent else ""
    assert faults(declare(api=ApiProps(client_id="scorer", web_origins=(origin,)))) == [
        f"{SCORER}: a web origin is scheme, host and port, such as 'https://ui.example.com', got '{origin}'{advice}"
    ]
    if sent:
        assert faults(declare(api=ApiProps(client_id="scorer", web_origins=(sent,)))) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1/cb", "http://127.0.0.1:8888/cb", "http://[::1]:8888/cb"])
def test_public_application_may_listen_on_a_persons_machine(url: str) -> None:
    """RFC 8252 section 7.3: what the guardrail KC-REDIRECT-HTTP advises is taken, whatever the realm requires."""
    urls = {"redirect_uris": [url], "web_origins": [url.removesuffix("/cb")], "post_logout_redirect_uris": [url]}
    assert faults(declare(applications={"notebook": urls})) == []
    assert len(faults(declare(applications={"notebook": {"type": "confidential", **urls}}))) == 3


def test_public_application_may_have_a_scheme_of_its_own() -> None:
    """RFC 8252 section 7.1: an app on a person's device is called by its scheme; one with a secret is no such app."""
    urls = {"redirect_uris": ["com.example.app:/callback"], "post_logout_redirect_uris": ["com.example.app:/bye"]}
    assert faults(declare(applications={"notebook": urls})) == []
    assert faults(declare(applications={"notebook": {"type": "confidential", **urls}})) == [
        f"{NOTEBOOK}: {label} must use https, got '{url}': only type: public has an app's own scheme"
        for label, url in (
            ("redirect URI", "com.example.app:/callback"),
            ("post-logout redirect URI", "com.example.app:/bye"),
        )
    ]


@pytest.mark.parametrize(
    "url",
    [
        "app:/callback",
        "com.example.app://callback",
        "com.example.app:callback",
        "com.example.app:/cb#x",
        "com.example.app:/c b",
        "COM.example.app:/cb",
        "javascript:/x",
        "java.script:alert(1)",
    ],
)
def test_no_other_scheme_is_an_apps_own(url: str) -> None:
    """It is a domain name backwards, and one slash follows it."""
    with pytest.raises(ValidationError):
        declare(applications={"notebook": {"redirect_uris": [url]}})


def test_name_of_a_persons_machine_is_another_ones() -> None:
    """RFC 8252 section 8.3: `localhost` may resolve to another address, and the message says what to write."""
    application = {"redirect_uris": ["http://localhost:8888/cb"]}
    assert faults(declare(applications={"notebook": application})) == [
        (
            f"{NOTEBOOK}: redirect URI must use https, got 'http://localhost:8888/cb': "
            "write http://127.0.0.1 for the person's own machine"
        )
    ]


def test_http_is_accepted_where_tls_is_not_required_everywhere() -> None:
    """A development realm may use http."""
    realm = RealmProps(name="ml-dev", login=NO_MAIL, ssl_required="external")
    api = ApiProps(client_id="scorer", redirect_uris=("http://x/cb",))
    application = {"redirect_uris": ["http://127.0.0.1:8888/cb"]}
    assert faults(declare(realm=realm, api=api, applications={"notebook": application})) == []


def test_unresolved_urls_are_left_to_terraform() -> None:
    """A value that is known only at apply is not judged at synth."""
    assert faults(declare(api=ApiProps(client_id="scorer", redirect_uris=("http://${var.host}/cb",)))) == []


@pytest.mark.parametrize(
    ("url", "refused"), [("http://x/jwks", True), ("https://x/jwks", False), ("http://127.0.0.1:9/jwks", False)]
)
def test_keys_come_by_https_whatever_the_realm_requires(url: str, refused: bool) -> None:  # noqa: FBT001 - a case
    """Whoever stands between Keycloak and an http URL would say which key a consumer has."""
    realm = RealmProps(name="ml-prod", ssl_required="external", login=NO_MAIL)
    consumer = {"auth": {"method": "private_key_jwt", "jwks_url": url}, "every_model": True}
    message = f"realm 'ml-prod', consumer 'batch': JWKS URL must use https, got '{url}'"
    assert faults(declare(realm=realm, consumers={"batch": consumer})) == ([message] if refused else [])
