"""Rules over more than one field."""

from __future__ import annotations

import pytest

from constructs_lib.checks import check_declaration
from constructs_lib.declaration_error import DeclarationError
from constructs_lib.props import ApiProps, Declaration, LifespanProps, LoginProps, RealmProps, SmtpProps
from tests.support.declarations import API, NO_MAIL, PERSON, REALM

pytestmark = pytest.mark.unit

SCORER = "realm 'ml-prod', client 'scorer'"


def faults(*, realm: RealmProps = REALM, api: ApiProps = API, people: tuple[str, ...] = ()) -> str:
    """Return the text of what is wrong."""
    with pytest.raises(DeclarationError) as caught:
        check_declaration(Declaration(realm=realm, api=api, people=dict.fromkeys(people, PERSON)))
    return str(caught.value)


@pytest.mark.parametrize(
    ("field", "label"),
    [("redirect_uris", "redirect URI"), ("web_origins", "web origin")],
)
def test_http_in_a_list_is_refused_where_tls_is_required(field: str, label: str) -> None:
    """A realm that requires TLS refuses an http redirect URI or web origin, and says which one."""
    api = ApiProps.model_validate({"client_id": "scorer", field: ("https://a.example.com", "http://x")})
    assert faults(api=api) == f"{SCORER}: {label} must use https, got 'http://x'"


@pytest.mark.parametrize(("field", "label"), [("base_url", "base URL"), ("admin_url", "admin URL")])
def test_http_url_is_refused_where_tls_is_required(field: str, label: str) -> None:
    """A realm that requires TLS refuses an http base or admin URL."""
    api = ApiProps.model_validate({"client_id": "scorer", field: "http://x/y"})
    assert faults(api=api) == f"{SCORER}: {label} must use https, got 'http://x/y'"


def test_code_flow_without_redirect_uri_is_refused() -> None:
    """The authorization code flow cannot work without a redirect URI."""
    assert faults(api=ApiProps(client_id="scorer", standard_flow=True)) == (
        f"{SCORER}: the authorization code flow needs a redirect URI: add redirect_uris, or set standard_flow to false"
    )


@pytest.mark.parametrize("origin", ["https://ui.example.com/", "ui.example.com", "https://ui.example.com?x"])
def test_web_origin_must_be_an_origin(origin: str) -> None:
    """A web origin with a path, or without scheme, would never match what a browser sends."""
    assert faults(api=ApiProps(client_id="scorer", web_origins=(origin,))) == (
        f"{SCORER}: a web origin is scheme, host and port, such as 'https://ui.example.com', got '{origin}'"
    )


@pytest.mark.parametrize("field", ["verify_email", "reset_password"])
def test_mail_features_need_a_mail_server(field: str) -> None:
    """A login page that promises a mail needs a mail server."""
    login = LoginProps.model_validate({"verify_email": False, field: True})
    assert faults(realm=RealmProps(name="ml-prod", login=login)) == (
        f"realm 'ml-prod': login.{field} sends mail: add smtp (host, sender), or set it to false"
    )


@pytest.mark.parametrize(
    ("shorter", "longer", "lifespans"),
    [
        ("access_token", "session_idle", LifespanProps(access_token="31m")),
        ("session_idle", "session_max", LifespanProps(session_idle="11h")),
        ("offline_idle", "offline_max", LifespanProps(offline_idle="31d")),
    ],
)
def test_lifespans_must_be_in_order(shorter: str, longer: str, lifespans: LifespanProps) -> None:
    """A token does not outlive its session, nor an idle limit its absolute one."""
    low, high = getattr(lifespans, shorter), getattr(lifespans, longer)
    assert faults(realm=RealmProps(name="ml-prod", login=NO_MAIL, lifespans=lifespans)) == (
        f"realm 'ml-prod': lifespans.{shorter} must not exceed lifespans.{longer} ({high}), got '{low}'"
    )


def test_names_that_give_one_variable_are_refused() -> None:
    """Two people whose secrets would share a Terraform variable cannot both be declared."""
    assert faults(people=("ada-l", "ada_l")) == (
        "realm 'ml-prod': 'ada_l' and 'ada-l' have the same Terraform variable 'ada_l_initial_password': "
        "rename one of the two"
    )


def test_all_faults_are_reported_at_once() -> None:
    """Every fault has a line of its own."""
    api = ApiProps(client_id="scorer", base_url="http://x", admin_url="http://y")
    assert len(faults(api=api).splitlines()) == 2


def test_http_is_accepted_where_tls_is_not_required_everywhere() -> None:
    """A development realm may use http."""
    realm = RealmProps(name="ml-dev", login=NO_MAIL, ssl_required="external")
    check_declaration(Declaration(realm=realm, api=ApiProps(client_id="scorer", redirect_uris=("http://x/cb",))))


def test_unresolved_values_are_left_to_terraform() -> None:
    """A value that is known only at apply is not judged at synth."""
    realm = RealmProps(name="ml-prod", login=NO_MAIL, lifespans=LifespanProps(access_token="${var.lifespan}"))
    check_declaration(
        Declaration(realm=realm, api=ApiProps(client_id="scorer", redirect_uris=("http://${var.host}/cb",)))
    )


def test_mail_server_allows_mail_features() -> None:
    """With a mail server the default e-mail policy holds."""
    smtp = SmtpProps(host="smtp.example.com", sender="no-reply@example.com")
    check_declaration(Declaration(realm=RealmProps(name="ml-prod", smtp=smtp), api=API))
