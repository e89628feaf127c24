"""By which key of a declaration an argument of the provider is known; an argument that is not here keeps its name."""

from __future__ import annotations

__all__ = ["API", "APPLICATION", "CONSUMER", "DIRECTORY", "LIFESPANS", "METHODS", "PROVIDER", "REALM"]

METHODS = {
    "client-secret": "client_secret",
    "client-jwt": "private_key_jwt",
    "federated-jwt": "federated",
    "client-x509": "mtls",
}
CLIENT = {
    "valid_redirect_uris": "redirect_uris",
    "valid_post_logout_redirect_uris": "post_logout_redirect_uris",
    "client_secret_wo_version": "secret_rotation",
}
CONSUMER = CLIENT | {
    "client_authenticator_type": "auth/method",
    "client_secret": "auth/client_secret",
    "access_token_lifespan": "access_token_lifespan",
    "require_dpop_bound_tokens": "dpop",
    "extra_config/dpop.bound.access.tokens": "dpop",
    "extra_config/jwks.url": "auth/jwks_url",
    "extra_config/jwks.string": "auth/jwks",
    "extra_config/jwt.credential.certificate": "auth/certificate",
    "extra_config/token.endpoint.auth.signing.alg": "auth/algorithm",
    "extra_config/jwt.credential.issuer": "auth/issuer",
    "extra_config/jwt.credential.sub": "auth/subject",
    "extra_config/x509.subjectdn": "auth/subject_dn",
    # Parts of a way to prove who one is: where that is another, all of it is.
    "extra_config/token.endpoint.auth.signing.max.exp": "auth/longest_assertion",
    "extra_config/x509.allow.regex.pattern.comparison": "auth/subject_patterns",
    "extra_config/tls.client.certificate.bound.access.tokens": "auth/bound_tokens",
}
LIFESPANS = {
    "access_token_lifespan": "lifespans/access_token",
    "client_session_idle_timeout": "lifespans/session_idle",
    "client_session_max_lifespan": "lifespans/session_max",
    "client_offline_session_idle_timeout": "lifespans/offline_idle",
    "client_offline_session_max_lifespan": "lifespans/offline_max",
}
APPLICATION = (
    CLIENT
    | LIFESPANS
    | {
        "access_type": "type",
        "consent_required": "consent",
        "extra_config/require.pushed.authorization.requests": "pushed_requests",
    }
)
API = (
    CLIENT
    | LIFESPANS
    | {
        "standard_flow_enabled": "standard_flow",
        "direct_access_grants_enabled": "direct_access_grants",
        "service_accounts_enabled": "service_accounts",
        "extra_config/resource_url": "resource_parameter",
    }
)
REALM = {
    "realm": "name",
    "default_signature_algorithm": "signature_algorithm",
    "verify_email": "login/verify_email",
    "login_with_email_allowed": "login/login_with_email",
    "reset_password_allowed": "login/reset_password",
    "remember_me": "login/remember_me",
    "registration_allowed": "login/registration",
    "edit_username_allowed": "login/edit_username",
    "duplicate_emails_allowed": "login/duplicate_emails",
    "offline_session_max_lifespan_enabled": "lifespans/offline_end",
    "security_defenses/brute_force_detection/permanent_lockout": "brute_force/permanent_lockout",
    "access_code_lifespan": "lifespans/access_code",
    "access_token_lifespan": "lifespans/access_token",
    "sso_session_idle_timeout": "lifespans/session_idle",
    "sso_session_max_lifespan": "lifespans/session_max",
    "offline_session_idle_timeout": "lifespans/offline_idle",
    "offline_session_max_lifespan": "lifespans/offline_max",
    "action_token_generated_by_admin_lifespan": "lifespans/invitation",
    "security_defenses/brute_force_detection/max_login_failures": "brute_force/max_failures",
    "security_defenses/brute_force_detection/wait_increment_seconds": "brute_force/wait",
    "security_defenses/brute_force_detection/max_failure_wait_seconds": "brute_force/max_wait",
    "security_defenses/brute_force_detection/failure_reset_time_seconds": "brute_force/reset_after",
    "smtp_server/host": "smtp/host",
    "smtp_server/port": "smtp/port",
    "smtp_server/from": "smtp/sender",
    "smtp_server/from_display_name": "smtp/sender_name",
    "smtp_server/auth/username": "smtp/auth/username",
}
DIRECTORY = {
    "connection_url": "url",
    "bind_dn": "bind/dn",
    "users_dn": "users/dn",
    "search_scope": "users/search_scope",
    "custom_user_search_filter": "users/filter",
    "user_object_classes": "users/object_classes",
    "username_ldap_attribute": "users/username_attribute",
    "uuid_ldap_attribute": "users/uuid_attribute",
    "rdn_ldap_attribute": "users/rdn_attribute",
    "changed_sync_period": "sync/changed",
    "full_sync_period": "sync/full",
}
PROVIDER = {
    "provider_id": "type",
    "default_scopes": "scopes",
    "single_sign_on_service_url": "single_sign_on_url",
    "single_logout_service_url": "single_logout_url",
    "extra_config/clientAuthMethod": "client_auth",
    "extra_config/idpEntityId": "issuer",
    "extra_config/supportsClientAssertionReuse": "reusable_tokens",
    "extra_config/fedClientAssertionMaxExp": "max_token_age",
}
