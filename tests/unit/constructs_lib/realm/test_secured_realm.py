"""The realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import LifespanProps, LoginProps, RealmProps, SmtpAuthProps, SmtpProps
from tests.support.declarations.declarations import NO_MAIL, build, build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit


def test_defaults_are_secure() -> None:
    """Without a word the realm requires TLS, rotates refresh tokens, ends sessions, and locks out guessers."""
    realm = build().resource("keycloak_realm")
    expected = {
        "ssl_required": "all",
        "default_signature_algorithm": "ES256",
        "registration_allowed": False,
        "duplicate_emails_allowed": False,
        "access_code_lifespan": "1m",
        "access_token_lifespan": "5m",
        "action_token_generated_by_admin_lifespan": "12h",
        "sso_session_max_lifespan": "10h",
        "client_session_max_lifespan": "10h",
        "offline_session_max_lifespan_enabled": True,
        "offline_session_max_lifespan": "720h",
        "revoke_refresh_token": True,
        "refresh_token_max_reuse": 0,
    }
    assert {key: realm[key] for key in expected} == expected
    assert realm["security_defenses"]["brute_force_detection"]["max_login_failures"] == 5
    assert realm["security_defenses"]["headers"]["x_frame_options"] == "DENY"


def test_realm_speaks_english_alone_by_default() -> None:
    """Left out, there is no block, by which the provider turns internationalization off."""
    assert "internationalization" not in build().resource("keycloak_realm")


def test_first_locale_is_the_default() -> None:
    """The login page is offered in each language, and in the first to whoever asks for none of them."""
    login = LoginProps(verify_email=False, locales=("de", "en", "pt-BR"))
    realm = build(realm=RealmProps(name="ml-x", login=login)).resource("keycloak_realm")
    assert realm["internationalization"] == {"supported_locales": ["de", "en", "pt-BR"], "default_locale": "de"}


def test_custom_realm_says_what_was_declared() -> None:
    """Each property reaches its provider argument."""
    props = RealmProps(
        name="ml-x",
        display_name="ML X",
        enabled=False,
        login=NO_MAIL,
        ssl_required="external",
        lifespans=LifespanProps(access_token="2m", session_max="12h"),
        password_policy="length(16)",
    )
    realm = build(realm=props).resource("keycloak_realm")
    expected = {
        "realm": "ml-x",
        "display_name": "ML X",
        "enabled": False,
        "ssl_required": "external",
        "access_token_lifespan": "2m",
        "sso_session_max_lifespan": "12h",
        "password_policy": "length(16)",
    }
    assert {key: realm[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("algorithm", "curves"), [("RS256", []), ("PS256", []), ("ES256", ["P-256"]), ("ES512", ["P-521"])]
)
def test_elliptic_algorithms_bring_their_key(algorithm: str, curves: list[str]) -> None:
    """An elliptic curve algorithm gets a key above Keycloak's own; RSA keys come with the realm."""
    realm = RealmProps.model_validate({"name": "ml-x", "login": NO_MAIL, "signature_algorithm": algorithm})
    keys = build(realm=realm).resources("keycloak_realm_keystore_ecdsa_generated")
    assert [(key["elliptic_curve_key"], key["priority"]) for key in keys] == [(curve, 200) for curve in curves]


def test_events_are_kept_without_their_content() -> None:
    """Login and admin events are logged; what was sent, secrets included, is not."""
    events = build().resource("keycloak_realm_events")
    assert (events["events_enabled"], events["admin_events_enabled"], events["events_expiration"]) == (
        True,
        True,
        2592000,
    )
    assert events["admin_events_details_enabled"] is False


@pytest.mark.parametrize(("features", "config"), [(OLDEST, None), (NEWEST, {"verifyEmail": "true"})])
def test_self_service_is_restricted(features: ProviderFeatures, config: dict[str, str] | None) -> None:
    """An address changes by mail alone, whatever the realm asks for where the provider says so; the rest is off."""
    actions = {
        each["alias"]: each for each in build_declaration(declare(), features).resources("keycloak_required_action")
    }
    assert actions["UPDATE_EMAIL"].get("config") == config
    assert [alias for alias, each in actions.items() if each["enabled"]] == ["UPDATE_EMAIL"]
    assert sorted(actions) == [
        *("CONFIGURE_RECOVERY_AUTHN_CODES", "TERMS_AND_CONDITIONS", "UPDATE_EMAIL", "UPDATE_PROFILE"),
        *("VERIFY_PROFILE", "webauthn-register-passwordless"),
    ]


def test_older_keycloak_is_left_its_actions() -> None:
    """Where they are not restricted, none is named that a Keycloak before 26.4 lacks."""
    login = LoginProps(verify_email=False, restrict_self_service=False)
    (terms,) = build(realm=RealmProps(name="ml-x", login=login)).resources("keycloak_required_action")
    assert terms["alias"] == "TERMS_AND_CONDITIONS"


@pytest.mark.parametrize(
    ("encryption", "flags"), [("starttls", (True, False)), ("tls", (False, True)), ("none", (False, False))]
)
def test_mail_server_password_is_a_variable(encryption: str, flags: tuple[bool, bool]) -> None:
    """The mail server's password is a reference, and its encryption what was declared."""
    smtp = SmtpProps.model_validate(
        {
            "host": "smtp.example.com",
            "sender": "no-reply@example.com",
            "encryption": encryption,
            "auth": SmtpAuthProps(username="kc"),
        }
    )
    server = build(realm=RealmProps(name="ml-x", smtp=smtp)).resource("keycloak_realm")["smtp_server"]
    assert server["auth"] == {"username": "kc", "password": "${var.smtp_password}"}
    assert (server["starttls"], server["ssl"]) == flags
