"""How people log in to a realm."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.browser_headers import BrowserHeaders
from constructs_lib.guardrails.rules.realm.brute_force import BruteForce
from constructs_lib.guardrails.rules.realm.mail_tls import MailTls
from constructs_lib.guardrails.rules.realm.password_policy import PasswordPolicy
from constructs_lib.guardrails.rules.realm.tls_not_required import TlsNotRequired
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x_frame_options", ""),
        ("x_frame_options", "ALLOWALL"),
        ("content_security_policy", "object-src 'none'"),
        ("content_security_policy", "frame-ancestors *"),
        ("content_security_policy", "frame-ancestors 'none'; script-src 'unsafe-inline'"),
        ("x_content_type_options", ""),
        ("strict_transport_security", "max-age=0"),
        ("referrer_policy", "unsafe-url"),
    ],
)
def test_browser_headers_weak_header_is_refused(header: str, value: str) -> None:
    """A header that was emptied or opened is named."""
    realm = {"realm": "ml", "security_defenses": {"headers": {header: value}}}

    assert faults_of(BrowserHeaders(), {"keycloak_realm.Realm": realm}) == [f"realm 'ml': header {header} is '{value}'"]


@pytest.mark.parametrize(
    "headers",
    [
        None,
        {"x_frame_options": "DENY"},
        {"content_security_policy": "frame-src 'self'; frame-ancestors 'self'; object-src 'none';"},
        {"strict_transport_security": "max-age=31536000; includeSubDomains"},
        {"x_frame_options": "${var.framing}"},
    ],
)
def test_browser_headers_sound_headers_pass(headers: dict[str, str] | None) -> None:
    """Strict headers, Keycloak's own and what is known only at apply pass."""
    realm = {"realm": "ml", "security_defenses": {"headers": headers}}

    assert faults_of(BrowserHeaders(), {"keycloak_realm.Realm": realm}) == []


@pytest.mark.parametrize("defenses", [None, [], {"headers": {"x_frame_options": "DENY"}}])
def test_brute_force_no_detection_is_refused(defenses: object) -> None:
    """A realm without the block, Keycloak's default, is named."""
    realm = {"realm": "ml", "security_defenses": defenses}

    assert faults_of(BruteForce(), {"keycloak_realm.Realm": realm}) == ["realm 'ml': brute-force detection is off"]


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"max_login_failures": 1000}, "an account is locked only after 1000 wrong passwords"),
        ({"max_login_failures": "100000"}, "an account is locked only after 100000 wrong passwords"),
        ({"wait_increment_seconds": 0}, "wait_increment_seconds is 0, less than 10"),
        ({"max_failure_wait_seconds": "0"}, "max_failure_wait_seconds is 0, less than 60"),
        ({"failure_reset_time_seconds": "${1 - 1}"}, "failure_reset_time_seconds is 0, less than 600"),
        (
            {"failure_reset_time_seconds": 1, "permanent_lockout": True},
            "failure_reset_time_seconds is 1, less than 600",
        ),
    ],
)
def test_brute_force_limit_that_stops_nobody_is_refused(block: dict[str, object], fault: str) -> None:
    """A thousand guesses are as many as no limit, and a lockout that ends at once is none."""
    realm = {"realm": "ml", "security_defenses": {"brute_force_detection": block}}

    assert faults_of(BruteForce(), {"keycloak_realm.Realm": realm}) == [f"realm 'ml': {fault}"]


def test_brute_force_of_a_dynamic_block_is_judged() -> None:
    """A block is one, whatever makes it."""
    detection = {"for_each": [1], "content": {"max_login_failures": 1000}}
    realm = {"realm": "ml", "security_defenses": {"dynamic": {"brute_force_detection": detection}}}

    assert len(faults_of(BruteForce(), {"keycloak_realm.Realm": realm})) == 1


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"max_login_failures": 5},
        {"max_login_failures": "${var.failures}"},
        {"permanent_lockout": True, "wait_increment_seconds": 0, "max_failure_wait_seconds": 0},
    ],
)
def test_brute_force_detection_passes(block: dict[str, object]) -> None:
    """The block passes, its default of 30 failures included; blocks may stand in lists."""
    realm = {"realm": "ml", "security_defenses": [{"brute_force_detection": [block]}]}

    assert faults_of(BruteForce(), {"keycloak_realm.Realm": realm}) == []


def test_password_policy_no_policy_is_refused() -> None:
    """Keycloak's default, no policy, is named."""
    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": {"realm": "ml"}}) == [
        "realm 'ml': it has no password policy"
    ]


@pytest.mark.parametrize("policy", ["length(8)", "notUsername", "maxLength(64) and upperCase(1)", ""])
def test_password_policy_weak_policy_is_refused(policy: str) -> None:
    """A policy that accepts short passwords is named."""
    realm = {"realm": "ml", "password_policy": policy}

    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': its password policy '{policy}' accepts fewer than 12 characters"
    ]


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        ("length(12) and hashIterations(1)", "stores passwords with fewer than 5 iterations of argon2"),
        (
            "length(12) and hashAlgorithm(pbkdf2-sha512) and hashIterations(1000)",
            "stores passwords with fewer than 210000 iterations of pbkdf2-sha512",
        ),
        ("length(12) and hashAlgorithm(md5)", "stores passwords by 'md5'"),
        ("length(12) and maxLength(20)", "refuses passwords of 64 characters"),
        ("length(12) and length(1)", "accepts fewer than 12 characters"),
        (
            "length(12) and maxAuthAge(301)",
            "lets whoever finds a session open replace the password later than 300 seconds after login",
        ),
    ],
)
def test_password_policy_weak_storage_is_refused(policy: str, fault: str) -> None:
    """A policy by which a stolen database is guessed fast, or long passwords are refused, is named."""
    realm = {"realm": "ml", "password_policy": policy}

    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': its password policy '{policy}' {fault}"
    ]


@pytest.mark.parametrize(
    "policy",
    [
        "length( 12 ) and hashIterations(5) and maxLength(64)",
        "length(12) and maxAuthAge(300)",
        "length(12)",
        "notUsername and length(16)",
        "${var.policy}",
    ],
)
def test_password_policy_strong_policy_passes(policy: str) -> None:
    """12 characters, more, and what is known only at apply pass."""
    realm = {"realm": "ml", "password_policy": policy}

    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": realm}) == []


@pytest.mark.parametrize("flags", [{}, {"starttls": False, "ssl": False}])
def test_mail_tls_plain_mail_is_refused(flags: dict[str, bool]) -> None:
    """A mail server without TLS, by choice or by default, is named."""
    realm = {"realm": "ml", "smtp_server": {"host": "smtp.example.com", **flags}}

    assert faults_of(MailTls(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': mail to 'smtp.example.com' is sent without TLS"
    ]


@pytest.mark.parametrize("server", [None, {"host": "a", "starttls": True}, {"host": "a", "ssl": True}])
def test_mail_tls_mail_over_tls_passes(server: dict[str, object] | None) -> None:
    """StartTLS, TLS, and no mail at all pass."""
    assert faults_of(MailTls(), {"keycloak_realm.Realm": {"realm": "ml", "smtp_server": server}}) == []


@pytest.mark.parametrize(("required", "named"), [("none", "none"), ("external", "external"), (None, "external")])
def test_tls_not_required_plain_http_is_refused(required: str | None, named: str) -> None:
    """Everything but `all` is named, the default included."""
    realm = {"realm": "ml", "ssl_required": required}

    assert faults_of(TlsNotRequired(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': ssl_required is '{named}', so that plain http is answered"
    ]


@pytest.mark.parametrize("required", ["all", "${var.required}"])
def test_tls_not_required_tls_for_all_passes(required: str) -> None:
    """TLS for all requests passes, and what is known only at apply."""
    realm = {"realm": "ml", "ssl_required": required}

    assert faults_of(TlsNotRequired(), {"keycloak_realm.Realm": realm}) == []
