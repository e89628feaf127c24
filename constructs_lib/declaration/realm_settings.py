"""Settings of a realm that decide about logins, sessions and tokens: what is created, and what guardrails compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from constructs_lib.declaration.props.values import duration_seconds, go_duration

if TYPE_CHECKING:
    from constructs_lib.declaration.props import BruteForceProps, RealmProps

__all__ = [
    "BROWSER_HEADERS",
    "BruteForceSettings",
    "EventSettings",
    "RealmSettings",
    "brute_force_settings",
    "event_settings",
    "realm_settings",
]

BROWSER_HEADERS = {
    "x_frame_options": "DENY",
    "content_security_policy": "frame-src 'self'; frame-ancestors 'none'; object-src 'none';",
    "x_content_type_options": "nosniff",
    "x_robots_tag": "none",
    "referrer_policy": "no-referrer",
    "strict_transport_security": "max-age=31536000; includeSubDomains",
}
"""What Keycloak's pages are served with (provider resource `keycloak_realm`, `security_defenses.headers`)."""


class RealmSettings(TypedDict):
    """Arguments of the provider resource `keycloak_realm`; durations as Go writes them."""

    enabled: bool
    ssl_required: str
    default_signature_algorithm: str
    registration_allowed: bool
    verify_email: bool
    login_with_email_allowed: bool
    duplicate_emails_allowed: bool
    edit_username_allowed: bool
    reset_password_allowed: bool
    remember_me: bool
    access_code_lifespan: str
    access_token_lifespan: str
    sso_session_idle_timeout: str
    sso_session_max_lifespan: str
    client_session_idle_timeout: str
    client_session_max_lifespan: str
    offline_session_idle_timeout: str
    offline_session_max_lifespan_enabled: bool
    offline_session_max_lifespan: str
    action_token_generated_by_admin_lifespan: str
    revoke_refresh_token: bool
    refresh_token_max_reuse: int
    password_policy: str


class BruteForceSettings(TypedDict):
    """Its block `security_defenses.brute_force_detection`."""

    permanent_lockout: bool
    max_login_failures: int
    wait_increment_seconds: int
    max_failure_wait_seconds: int
    failure_reset_time_seconds: int


class EventSettings(TypedDict):
    """Arguments of the provider resource `keycloak_realm_events`."""

    events_enabled: bool
    events_expiration: int
    events_listeners: list[str]
    admin_events_enabled: bool
    admin_events_details_enabled: bool


def realm_settings(props: RealmProps) -> RealmSettings:
    """Return the settings of a declared realm."""
    spans = props.lifespans
    return {
        "enabled": props.enabled,
        "ssl_required": props.ssl_required,
        "default_signature_algorithm": props.signature_algorithm,
        "registration_allowed": props.login.registration,
        "verify_email": props.login.verify_email,
        "login_with_email_allowed": props.login.login_with_email,
        "duplicate_emails_allowed": props.login.duplicate_emails,
        "edit_username_allowed": props.login.edit_username,
        "reset_password_allowed": props.login.reset_password,
        "remember_me": props.login.remember_me,
        "access_code_lifespan": go_duration(spans.access_code),
        "access_token_lifespan": go_duration(spans.access_token),
        "sso_session_idle_timeout": go_duration(spans.session_idle),
        "sso_session_max_lifespan": go_duration(spans.session_max),
        "client_session_idle_timeout": go_duration(spans.session_idle),
        "client_session_max_lifespan": go_duration(spans.session_max),
        "offline_session_idle_timeout": go_duration(spans.offline_idle),
        "offline_session_max_lifespan_enabled": spans.offline_end,
        "offline_session_max_lifespan": go_duration(spans.offline_max),
        "action_token_generated_by_admin_lifespan": go_duration(spans.invitation),
        # ASVS 10.4.5: a refresh token works once; reuse ends the session.
        "revoke_refresh_token": props.revoke_refresh_token,
        "refresh_token_max_reuse": props.refresh_token_max_reuse,
        "password_policy": props.password_policy,
    }


def brute_force_settings(props: BruteForceProps) -> BruteForceSettings | None:
    """Return when an account is locked, and for how long; None where that is turned off."""
    if not props.enabled:
        return None
    return {
        "permanent_lockout": props.permanent_lockout,
        "max_login_failures": props.max_failures,
        "wait_increment_seconds": duration_seconds(props.wait),
        "max_failure_wait_seconds": duration_seconds(props.max_wait),
        "failure_reset_time_seconds": duration_seconds(props.reset_after),
    }


def event_settings(props: RealmProps) -> EventSettings:
    """Return what a declared realm records, and for how long."""
    return {
        "events_enabled": True,
        "events_expiration": duration_seconds(props.event_retention),
        "events_listeners": ["jboss-logging"],
        "admin_events_enabled": True,
        # Details would hold what was sent, secrets of clients included.
        "admin_events_details_enabled": False,
    }
