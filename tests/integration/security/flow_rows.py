"""Rows of the security baseline about how tokens are asked for."""

from __future__ import annotations

from tests.integration.security.row import Row, State
from tests.integration.security.where import API, APPLICATIONS, BUILT_IN, CLIENTS, POLICIES, REALM

__all__ = ["FLOWS"]

FLOWS = (
    Row(
        1,
        "redirect URIs match exactly",
        "ASVS 10.4.1",
        ("valid_redirect_uris",),
        (API, APPLICATIONS),
        State.IN_PART,
        "Keycloak's own `account`, `account-console` and `security-admin-console` keep their wildcards, below their "
        "own path at Keycloak's own address, where a code is of use to nobody else. Nothing is left to do.",
    ),
    Row(2, "a code is redeemed once", "ASVS 10.4.2"),
    Row(3, "a code lives a minute at the most", "ASVS 10.4.3", ("access_code_lifespan",), REALM),
    Row(4, "no implicit flow", "ASVS 10.4.4", ("implicit_flow_enabled",), CLIENTS),
    Row(
        5,
        "no password grant",
        "ASVS 10.4.4",
        ("direct_access_grants_enabled", "direct_grant_flow"),
        (*CLIENTS, "constructs_lib/realm/login_bindings.py"),
    ),
    Row(6, "no device flow", "ASVS 10.4.4", ("oauth2_device_authorization_grant_enabled",), CLIENTS),
    Row(
        7,
        "a refresh token works once",
        "ASVS 10.4.5",
        ("revoke_refresh_token", "refresh_token_max_reuse"),
        REALM,
        State.IN_PART,
        "Keycloak tells the age of refresh tokens by whole seconds. Of three that follow each other within "
        "one second, the first works once more after the third; nothing of ours changes that. A second later "
        "it is refused and ends the session, as any other replay does, eight at the same time included: one "
        "of them is answered, and its token is dead. No client refreshes three times a second; let the "
        "realm's lifespan of access tokens be minutes.",
    ),
    Row(
        8,
        "PKCE with S256",
        "ASVS 10.4.6",
        ("pkce_code_challenge_method", "pkce-enforcer"),
        (*CLIENTS, POLICIES),
        State.IN_PART,
        "Keycloak's own `account` takes a request without PKCE unless client policies (row 40) refuse it. Its codes go "
        "to Keycloak's own address alone. Use provider 5.3 or newer.",
    ),
    Row(9, "nobody registers clients unasked", "ASVS 10.4.7"),
    Row(
        10,
        "refresh tokens end, used or not",
        "ASVS 10.4.8",
        (
            "sso_session_max_lifespan",
            "client_session_max_lifespan",
            "offline_session_max_lifespan_enabled",
            "default_roles",
            "optional_scopes",
        ),
        (*REALM, "constructs_lib/realm/default_roles.py", BUILT_IN),
    ),
    Row(11, "tokens can be revoked, by their client alone", "ASVS 10.4.9"),
    Row(12, "confidential clients prove who they are", "ASVS 10.4.10", ("access_type",), CLIENTS),
    Row(
        13,
        "a client gets the scopes that it was given",
        "ASVS 10.4.11",
        ("full_scope_allowed", "default_scopes", "optional_scopes"),
        (*CLIENTS, BUILT_IN),
        State.IN_PART,
        "Keycloak's own `admin-cli` and `security-admin-console` have full scope, and no provider takes it away. "
        "Nobody logs in by the first (row 5). The second is the Admin Console: give roles of `realm-management` to "
        "few. The API's own client gets every role of a person at a login, asked for or not, where `api.standard_flow` "
        "is on: to Keycloak a client's own roles are always in its scope. Let people log in by an application.",
    ),
    Row(
        14,
        "the response mode is pinned",
        "ASVS 10.4.12",
        state=State.GAP,
        remedy="Keycloak lets whoever starts a login choose any response mode. Set `pushed_requests: true` on an "
        "application (row 15): its requests then come from the application itself. Elsewhere the gateway or the "
        "application must read codes only where it expects them, in the query of its redirect URI, and take no POST "
        "there.",
    ),
    Row(
        15,
        "authorization requests are pushed",
        "ASVS 10.4.13, RFC 9126",
        ("require.pushed.authorization.requests",),
        (APPLICATIONS,),
        State.OPT_IN,
        "`pushed_requests: true` on an application. Its OAuth library must speak RFC 9126; not every one does.",
    ),
)
