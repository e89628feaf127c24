"""Where clients get codes, and from where browsers may call."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.open_settings import OpenSettings
from constructs_lib.guardrails.rules.clients.redirect_http import RedirectHttp
from constructs_lib.guardrails.rules.clients.redirect_userinfo import RedirectUserinfo
from constructs_lib.guardrails.rules.clients.redirect_wildcard import RedirectWildcard
from constructs_lib.guardrails.rules.clients.web_origin_wildcard import WebOriginWildcard
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("access_type", "uri"),
    [
        ("PUBLIC", "http://ui.example.com/cb"),
        ("PUBLIC", "http://localhost:8888/cb"),
        ("PUBLIC", "http://127.0.0.1.example.com/cb"),
        ("PUBLIC", "http://127.0.0.1@ui.example.com/cb"),
        ("PUBLIC", "HTTP://[::1"),
        *(("PUBLIC", each) for each in (" http://evil.example/x", "http:\\\\evil.example\\x", "ht\ttp:/evil.example")),
        *(("PUBLIC", each) for each in ("javascript:alert(1)", " JavaScript:x", "data:text/html,x", "ui:/cb")),
        ("CONFIDENTIAL", "http://127.0.0.1:8888/cb"),
    ],
)
@pytest.mark.parametrize("argument", ["valid_redirect_uris", "valid_post_logout_redirect_uris"])
def test_redirect_http_is_refused(argument: str, access_type: str, uri: str) -> None:
    """Plain http is refused, and so is a loopback address of a client that is no program on a person's machine."""
    client = {
        "client_id": "ui",
        "realm_id": "ml",
        "access_type": access_type,
        argument: [uri, "https://ui.example.com/cb"],
    }

    assert faults_of(RedirectHttp(), {"keycloak_openid_client.Ui": client}) == [
        f"realm 'ml', client 'ui': redirect URI must use https, got '{uri}'"
    ]


def test_redirect_http_a_path_is_read_with_the_root_url() -> None:
    """A relative redirect URI is where Keycloak would send the code."""
    client = {"client_id": "ui", "root_url": "http://ui.example.com", "valid_redirect_uris": ["/cb"]}

    assert faults_of(RedirectHttp(), {"keycloak_openid_client.Ui": client}) == [
        "client 'ui': redirect URI must use https, got 'http://ui.example.com/cb'"
    ]


@pytest.mark.parametrize(
    "uri",
    [
        "https://ui.example.com/cb",
        "http://127.0.0.1:8888/callback",
        "http://[::1]:8888/callback",
        "com.example.app:/callback",
        "${var.redirect_uri}",
    ],
)
def test_redirect_https_and_the_persons_own_machine_pass(uri: str) -> None:
    """https, loopback addresses of a public client (RFC 8252) and what only an apply knows pass."""
    client = {"client_id": "notebook", "access_type": "PUBLIC", "valid_redirect_uris": [uri]}

    assert faults_of(RedirectHttp(), {"keycloak_openid_client.Notebook": client}) == []


@pytest.mark.parametrize("argument", ["valid_redirect_uris", "valid_post_logout_redirect_uris"])
def test_redirect_wildcard_is_refused(argument: str) -> None:
    """A redirect URI with `*` is named."""
    client = {"client_id": "ui", "realm_id": "ml", argument: ["https://ui.example.com/*", "https://ui.example.com/cb"]}

    assert faults_of(RedirectWildcard(), {"keycloak_openid_client.Ui": client}) == [
        "realm 'ml', client 'ui': redirect URI 'https://ui.example.com/*' has a wildcard"
    ]


@pytest.mark.parametrize(
    "uris",
    [
        '${concat(["https://ui.example.com/cb"], ["https://ui.example.com/*"])}',
        ['${format("https://%s", "*")}'],
        ["https://${var.host}/*"],
        '${[for host in var.hosts : "https://${host}/*"]}',
        '${concat(var.uris, ["*"])}',
        ["${var.anywhere}"],
        "${concat(var.everywhere, var.uris)}",
        ["${terraform_data.Through.output}"],
        ["%{if true}https://ui.example.com/*%{endif}"],
    ],
)
def test_redirect_wildcard_of_an_expression_is_refused(uris: object) -> None:
    """A wildcard is seen in whatever expression it stands, a variable's default included."""
    client = {"client_id": "ui", "valid_redirect_uris": uris}
    variable = {
        "anywhere": {"default": "https://*"},
        "everywhere": {"default": ["*"]},
        "host": {},
        "hosts": {},
        "uris": {},
    }

    resources: dict[str, dict[str, Any]] = {
        "keycloak_openid_client.Ui": client,
        "terraform_data.Through": {"input": "https://*"},
    }

    (fault,) = faults_of(RedirectWildcard(), resources, variable=variable)

    assert fault.endswith("has a wildcard")


def test_redirect_wildcard_whole_uris_pass() -> None:
    """Redirect URIs in full, and those known only at apply, pass."""
    client = {"client_id": "ui", "valid_redirect_uris": ["https://ui.example.com/cb", "${var.redirect_uri}"]}

    assert faults_of(RedirectWildcard(), {"keycloak_openid_client.Ui": client}) == []


def test_web_origin_wildcard_every_origin_is_refused() -> None:
    """`*` among the origins is named."""
    client = {"client_id": "ui", "realm_id": "ml", "web_origins": ["https://ui.example.com", "*"]}

    assert faults_of(WebOriginWildcard(), {"keycloak_openid_client.Ui": client}) == [
        "realm 'ml', client 'ui': web origin '*' lets every web page in"
    ]


def test_web_origin_wildcard_frames_without_origin_are_refused() -> None:
    """`null`, which any page's sandboxed frame sends, is named."""
    client = {"client_id": "ui", "realm_id": "ml", "web_origins": ["null"]}

    assert faults_of(WebOriginWildcard(), {"keycloak_openid_client.Ui": client}) == [
        "realm 'ml', client 'ui': web origin 'null' lets frames of every web page in"
    ]


@pytest.mark.parametrize("origins", [["https://ui.example.com"], ["+"], [], ["${var.origin}"], None])
def test_web_origin_wildcard_named_origins_pass(origins: list[str] | None) -> None:
    """Named origins, those of the redirect URIs, and none pass."""
    client = {"client_id": "ui", "web_origins": origins}

    assert faults_of(WebOriginWildcard(), {"keycloak_openid_client.Ui": client}) == []


@pytest.mark.parametrize(
    "uri",
    [
        "https://ui@evil.example",
        "https://ui.example.com:443@evil.example/cb",
        "https://evil.example\\.ui.example.com/cb",
        " https://ui.example.com/cb",
        "https:\\\\evil.example\\x",
        "https://ui.example.com/\tcb",
    ],
)
def test_redirect_userinfo_is_refused(uri: str) -> None:
    """A name that only looks like the host is refused, in front of an `@` or a backslash."""
    client = {"client_id": "ui", "valid_redirect_uris": [uri]}

    assert faults_of(RedirectUserinfo(), {"keycloak_openid_client.Ui": client}) == [
        f"client 'ui': redirect URI hides its host, got '{uri}'"
    ]


@pytest.mark.parametrize("uri", ["https://ui.example.com/@me?to=a@b#c@d", "/cb", "com.example:/cb", "${var.uri}"])
def test_redirect_userinfo_a_plain_host_passes(uri: str) -> None:
    """An `@` may stand in path and query."""
    assert faults_of(RedirectUserinfo(), {"keycloak_openid_client.Ui": {"valid_redirect_uris": [uri]}}) == []


@pytest.mark.parametrize("url", ["http://ui.example.com/admin", " http:\\\\evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize("argument", ["admin_url", "backchannel_logout_url"])
def test_where_keycloak_calls_a_client_is_https(argument: str, url: str) -> None:
    """Whoever is on the way would hear who logged out."""
    client = {"client_id": "ui", argument: url}

    (fault,) = faults_of(OpenSettings(), {"keycloak_openid_client.Ui": client})

    assert fault.endswith(f" must use https, got '{url.strip()}'")


@pytest.mark.parametrize("url", ["https://ui.example.com/admin", "http://127.0.0.1:9/admin", "${var.url}", ""])
def test_where_keycloak_calls_a_client_safely_passes(url: str) -> None:
    """https, this machine, and what only an apply knows pass."""
    assert faults_of(OpenSettings(), {"keycloak_openid_client.Ui": {"client_id": "ui", "admin_url": url}}) == []


@pytest.mark.parametrize("uri", ["com.example.ui:/cb", "com.example.ui://cb"])
def test_an_apps_own_scheme_is_refused_of_a_client_with_a_secret(uri: str) -> None:
    """Any app of a machine may take the scheme, and a client with a secret runs on a server."""
    client = {"client_id": "ui", "access_type": "CONFIDENTIAL", "valid_redirect_uris": [uri]}
    assert faults_of(RedirectHttp(), {"keycloak_openid_client.Ui": client}) == [
        f"client 'ui': redirect URI must use https, got '{uri}'"
    ]
    assert faults_of(RedirectHttp(), {"keycloak_openid_client.Ui": {**client, "access_type": "PUBLIC"}}) == []


@pytest.mark.parametrize("kind", ["keycloak_openid_client", "keycloak_saml_client"])
@pytest.mark.parametrize("argument", ["base_url", "root_url"])
@pytest.mark.parametrize("url", ["http://ui.example.com", "javascript:alert(1)", "java\nscript:x", "data:text/html,x"])
def test_a_link_of_a_client_is_https(kind: str, argument: str, url: str) -> None:
    """Keycloak's pages link there, and relative redirect URIs are read with it."""
    (fault,) = faults_of(OpenSettings(), {f"{kind}.Ui": {"client_id": "ui", argument: url}})
    assert fault.endswith(f"'ui': {argument} must use https, got '{url}'")


@pytest.mark.parametrize("url", ["https://ui.example.com", "/ui", "${authBaseUrl}", "${var.url}", None])
def test_a_link_of_a_client_passes(url: str | None) -> None:
    """Https, a path, and what only an apply knows."""
    links = {"base_url": url, "root_url": url}
    assert faults_of(OpenSettings(), {"keycloak_openid_client.Ui": {"client_id": "ui", **links}}) == []


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"extra_config": {"exclude.issuer.from.auth.response": "true"}}, "exclude.issuer.from.auth.response is on"),
        ({"exclude_issuer_from_auth_response": True}, "exclude.issuer.from.auth.response is on"),
        (
            {"extra_config": {"ciba.backchannel.client.notification.endpoint": "http://ui.example.com/n"}},
            "ciba.backchannel.client.notification.endpoint must use https, got 'http://ui.example.com/n'",
        ),
    ],
)
def test_an_answer_without_its_issuer_and_an_endpoint_in_clear_are_refused(
    arguments: dict[str, Any], fault: str
) -> None:
    """By extra_config, and by the argument of later providers."""
    client = {"client_id": "ui", **arguments}
    assert faults_of(OpenSettings(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]
