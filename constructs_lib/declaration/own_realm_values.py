"""What a deployment sets of a realm as a whole, and of people in it."""

from __future__ import annotations

from constructs_lib.declaration.own_value import OwnValue

__all__ = ["OWN_PERSON_VALUES", "OWN_REALM_VALUES"]

_REALM = "keycloak_realm"
_BRUTE_FORCE, _HEADERS = "security_defenses.brute_force_detection", "security_defenses.headers"


def _realm(argument: str, ours: str, key: str | None = None, rule: str | None = None, note: str = "") -> OwnValue:
    return OwnValue("realm", _REALM, argument, ours, f"realm.{key}" if key else None, rule, note)


_FOLLOWS = "It follows the realm's session."
_OF_REALM = (
    _realm("display_name", "the realm's name", "display_name"),
    _realm("enabled", "on", "enabled"),
    _realm("ssl_required", "all", "ssl_required", "KC-TLS"),
    _realm("default_signature_algorithm", "ES256, with a key of its own", "signature_algorithm"),
    _realm("registration_allowed", "off", "login.registration", "KC-SELF-REGISTRATION"),
    _realm("verify_email", "on", "login.verify_email", "KC-EMAIL-VERIFICATION"),
    _realm("login_with_email_allowed", "on", "login.login_with_email"),
    _realm("duplicate_emails_allowed", "off", "login.duplicate_emails", "KC-DUPLICATE-EMAILS"),
    _realm("edit_username_allowed", "off", "login.edit_username", "KC-EDIT-USERNAME"),
    _realm("reset_password_allowed", "off", "login.reset_password"),
    _realm("remember_me", "off", "login.remember_me"),
    _realm("internationalization", "off", "login.locales"),
    _realm("access_code_lifespan", "1m", "lifespans.access_code", "KC-CODE-LIFESPAN", "More than a minute is refused."),
    _realm(
        "access_token_lifespan",
        "5m",
        "lifespans.access_token",
        "KC-REALM-TOKEN-LIFESPAN",
        "It is shorter than `session_idle`.",
    ),
    _realm("sso_session_idle_timeout", "30m", "lifespans.session_idle"),
    _realm("sso_session_max_lifespan", "10h", "lifespans.session_max", "KC-SESSION-END"),
    _realm("client_session_idle_timeout", "30m", "lifespans.session_idle", note=_FOLLOWS),
    _realm("client_session_max_lifespan", "10h", "lifespans.session_max", "KC-SESSION-END", _FOLLOWS),
    _realm("offline_session_idle_timeout", "7d", "lifespans.offline_idle"),
    _realm("offline_session_max_lifespan_enabled", "on", "lifespans.offline_end", "KC-SESSION-END"),
    _realm("offline_session_max_lifespan", "30d", "lifespans.offline_max", "KC-SESSION-END"),
    _realm("action_token_generated_by_admin_lifespan", "12h", "lifespans.invitation"),
    _realm("revoke_refresh_token", "on", "revoke_refresh_token", "KC-REFRESH-ROTATION"),
    _realm("refresh_token_max_reuse", "0", "refresh_token_max_reuse", "KC-REFRESH-ROTATION"),
    _realm(
        "password_policy", "12 characters, no username, none of the last 3", "password_policy", "KC-PASSWORD-POLICY"
    ),
    _realm("attributes", "none", "attributes", "KC-REALM-ATTRIBUTE"),
    _realm("smtp_server", "none", "smtp", "KC-MAIL-TLS"),
    _realm(_BRUTE_FORCE, "on", "brute_force.enabled", "KC-BRUTE-FORCE"),
    _realm(f"{_BRUTE_FORCE}.max_login_failures", "5", "brute_force.max_failures", "KC-BRUTE-FORCE"),
    _realm(f"{_BRUTE_FORCE}.wait_increment_seconds", "1m", "brute_force.wait", "KC-BRUTE-FORCE"),
    _realm(f"{_BRUTE_FORCE}.max_failure_wait_seconds", "15m", "brute_force.max_wait", "KC-BRUTE-FORCE"),
    _realm(f"{_BRUTE_FORCE}.failure_reset_time_seconds", "12h", "brute_force.reset_after", "KC-BRUTE-FORCE"),
    _realm(f"{_BRUTE_FORCE}.permanent_lockout", "off", "brute_force.permanent_lockout"),
    _realm(f"{_HEADERS}.x_frame_options", "DENY", rule="KC-BROWSER-HEADERS"),
    _realm(f"{_HEADERS}.content_security_policy", "no frames from elsewhere", rule="KC-BROWSER-HEADERS"),
    _realm(f"{_HEADERS}.x_content_type_options", "nosniff", rule="KC-BROWSER-HEADERS"),
    _realm(f"{_HEADERS}.x_robots_tag", "none"),
    _realm(f"{_HEADERS}.referrer_policy", "no-referrer", rule="KC-BROWSER-HEADERS"),
    _realm(f"{_HEADERS}.strict_transport_security", "a year, subdomains too", rule="KC-BROWSER-HEADERS"),
)
_EVENTS, _BINDINGS = "keycloak_realm_events", "keycloak_authentication_bindings"
_BESIDE_REALM = (
    OwnValue("realm", _EVENTS, "events_enabled", "on", rule="KC-EVENTS"),
    OwnValue("realm", _EVENTS, "events_expiration", "30d", "realm.event_retention"),
    OwnValue("realm", _EVENTS, "events_listeners", "jboss-logging"),
    OwnValue("realm", _EVENTS, "admin_events_enabled", "on", rule="KC-EVENTS"),
    OwnValue("realm", _EVENTS, "admin_events_details_enabled", "off", rule="KC-EVENT-DETAILS"),
    OwnValue("realm", _BINDINGS, "browser_flow", "Keycloak's, or one that asks for more", rule="KC-FLOW-BINDING"),
    OwnValue("realm", _BINDINGS, "direct_grant_flow", "one that refuses everybody", rule="KC-FLOW-BINDING"),
    OwnValue("realm", _BINDINGS, "reset_credentials_flow", "Keycloak's, or one of ours", rule="KC-FLOW-BINDING"),
    OwnValue("realm", _BINDINGS, "registration_flow", "Keycloak's", rule="KC-FLOW-BINDING"),
    OwnValue("realm", _BINDINGS, "client_authentication_flow", "Keycloak's", rule="KC-FLOW-BINDING"),
    OwnValue("realm", _BINDINGS, "docker_authentication_flow", "Keycloak's", rule="KC-FLOW-BINDING"),
    OwnValue(
        "realm",
        "keycloak_default_roles",
        "default_roles",
        "one's own account",
        rule="KC-REALM-DEFAULT",
        note="An application with `offline_access` adds that role.",
    ),
    OwnValue("realm", "keycloak_realm_default_client_scopes", "default_scopes", "basic", rule="KC-REALM-DEFAULT"),
    OwnValue("realm", "keycloak_realm_optional_client_scopes", "optional_scopes", "none", rule="KC-REALM-DEFAULT"),
    OwnValue(
        "realm",
        "keycloak_openid_client_optional_scopes",
        "optional_scopes",
        "none",
        rule="KC-REALM-DEFAULT",
        note="Those of Keycloak's own clients.",
    ),
    OwnValue("realm", "keycloak_required_action", "enabled", "off", "realm.login.terms"),
    OwnValue("realm", "keycloak_required_action", "default_action", "off", "realm.login.terms"),
    OwnValue(
        "realm",
        "keycloak_required_action",
        "priority",
        "Keycloak's",
        "realm.login.restrict_self_service",
        note="Of what people do to their own account, which of it is `enabled` too.",
    ),
    OwnValue(
        "realm", "keycloak_required_action", "config", "a mail to a new address", "realm.login.restrict_self_service"
    ),
    OwnValue(
        "realm", "keycloak_realm_client_policy_profile", "executor", "refuse lax clients", "realm.client_policies"
    ),
)
_USER = "keycloak_user"
OWN_PERSON_VALUES = (
    OwnValue("person", _USER, "email", "as declared", "people.*.email", note="An account without one is left alone."),
    OwnValue("person", _USER, "first_name", "as declared", "people.*.first_name"),
    OwnValue("person", _USER, "last_name", "as declared", "people.*.last_name"),
    OwnValue("person", _USER, "enabled", "on", "people.*.enabled"),
    OwnValue("person", _USER, "email_verified", "off", "people.*.email_verified", "KC-EMAIL-ASSUMED"),
    OwnValue("person", _USER, "required_actions", "as declared", "people.*.invite"),
    OwnValue("person", _USER, "initial_password", "a variable", "people.*.temporary_password", "KC-PERMANENT-PASSWORD"),
    OwnValue("person", _USER, "attributes", "none", note="An account keeps those that it has.", is_kept=False),
)
"""Of a declared person's account."""

OWN_REALM_VALUES = (*_OF_REALM, *_BESIDE_REALM)
"""Of the realm, and of what there is once in it."""
