"""The rows of the security baseline: `docs/reference/security.md` is written from them and what their tests see."""

from __future__ import annotations

from tests.integration.security.row import Row, State

__all__ = ["ROWS"]

_REALM = ("constructs_lib/declaration/realm_settings.py",)
_API = "constructs_lib/realm/api_client.py"
_APPLICATIONS = "constructs_lib/access/applications.py"
_CONSUMERS = "constructs_lib/access/consumers.py"
_CLIENTS = (_API, _APPLICATIONS, _CONSUMERS)
_BUILT_IN = "constructs_lib/realm/built_in_clients.py"
_POLICIES = "constructs_lib/declaration/client_rules.py"
_AUTH = ("constructs_lib/declaration/consumer_auth.py",)
_TOKEN = ("constructs_lib/declaration/token_mappers.py",)

_FLOWS = (
    Row(
        1,
        "redirect URIs match exactly",
        "ASVS 10.4.1",
        ("valid_redirect_uris",),
        (_API, _APPLICATIONS),
        State.IN_PART,
        "Keycloak's own `account`, `account-console` and `security-admin-console` keep their wildcards, below their "
        "own path at Keycloak's own address, where a code is of use to nobody else. Nothing is left to do.",
    ),
    Row(2, "a code is redeemed once", "ASVS 10.4.2"),
    Row(3, "a code lives a minute at the most", "ASVS 10.4.3", ("access_code_lifespan",), _REALM),
    Row(4, "no implicit flow", "ASVS 10.4.4", ("implicit_flow_enabled",), _CLIENTS),
    Row(
        5,
        "no password grant",
        "ASVS 10.4.4",
        ("direct_access_grants_enabled", "direct_grant_flow"),
        (*_CLIENTS, "constructs_lib/realm/login_bindings.py"),
    ),
    Row(6, "no device flow", "ASVS 10.4.4", ("oauth2_device_authorization_grant_enabled",), _CLIENTS),
    Row(
        7,
        "a refresh token works once",
        "ASVS 10.4.5",
        ("revoke_refresh_token", "refresh_token_max_reuse"),
        _REALM,
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
        (*_CLIENTS, _POLICIES),
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
        (*_REALM, "constructs_lib/realm/default_roles.py", _BUILT_IN),
    ),
    Row(11, "tokens can be revoked, by their client alone", "ASVS 10.4.9"),
    Row(12, "confidential clients prove who they are", "ASVS 10.4.10", ("access_type",), _CLIENTS),
    Row(
        13,
        "a client gets the scopes that it was given",
        "ASVS 10.4.11",
        ("full_scope_allowed", "default_scopes", "optional_scopes"),
        (*_CLIENTS, _BUILT_IN),
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
        (_APPLICATIONS,),
        State.OPT_IN,
        "`pushed_requests: true` on an application. Its OAuth library must speak RFC 9126; not every one does.",
    ),
)

_TOKENS = (
    Row(
        16,
        "tokens are bound to their holder",
        "ASVS 10.4.14, RFC 9449, RFC 8705",
        ("dpop.bound.access.tokens", "tls.client.certificate.bound.access.tokens"),
        _AUTH,
        State.OPT_IN,
        "`dpop: true` on a consumer, or `auth.method: mtls`. The API or its gateway must then check the proof, or the "
        "certificate, against the token's `cnf`. How many proofs ours remember is bounded ([figures]"
        "(../how-to/gateways.md#bound-tokens)).",
    ),
    Row(17, "clients prove who they are by a key", "ASVS 10.4.16", ("token.endpoint.auth.signing.alg",), _AUTH),
    Row(18, "an assertion is fresh", "RFC 7523 section 3", ("token.endpoint.auth.signing.max.exp",), _AUTH),
    Row(
        19,
        "a token is for one API",
        "ASVS 10.3.1, RFC 9700 section 2.3",
        ("included.custom.audience",),
        _TOKEN,
        remedy="Keycloak's own clients may not ask for our scopes, and `admin-cli`, `broker` and `realm-management` "
        "log nobody in. An administrator who gives them our scopes by hand has them issue tokens for the API, with "
        "roles, to Keycloak's own addresses: `make audit` says so, and code that does it is refused (KC-HANDED-ON).",
    ),
    Row(
        20,
        "a token says that it is an access token",
        "RFC 9068 section 2.1",
        ("access.token.header.type.rfc9068",),
        ("constructs_lib/declaration/token_settings.py",),
    ),
    Row(
        21,
        "a token names its client",
        "RFC 9068 section 2.2",
        ("client_id", "CLAIM_TARGETS"),
        _TOKEN,
    ),
    Row(22, "an asymmetric algorithm signs", "RFC 8725 section 3.1", ("default_signature_algorithm",), _REALM),
    Row(
        23,
        "no unsigned request object is taken",
        "RFC 8725 section 3.1",
        ("request.object.signature.alg",),
        (_API, _APPLICATIONS),
    ),
    Row(24, "no other token is taken for an access token", "RFC 8725 section 3.11"),
    Row(25, "an answer names its issuer", "RFC 9207"),
    Row(26, "metadata names the issuer", "ASVS 10.5.3, RFC 8414"),
    Row(27, "no token is read from a query string", "RFC 9700 section 4.3.2"),
    Row(
        28,
        "introspection serves the API alone",
        "RFC 7662 section 4",
        ("introspection",),
        _TOKEN,
        State.MET,
        "Keycloak tells of a token only to a client that its `aud` names. Where `api.audience` is not the API's "
        "`client_id`, that is nobody: with `api.introspection: true` it is the API.",
    ),
)

_SURROUNDINGS = (
    Row(29, "other origins read nothing", "ASVS 3.4.2", ("web_origins",), (_API, _APPLICATIONS)),
    Row(
        30,
        "nobody is logged out or sent away by a link",
        "ASVS 10.6.2",
        ("valid_post_logout_redirect_uris",),
        (_APPLICATIONS,),
    ),
    Row(
        31,
        "people are asked for consent",
        "ASVS 10.7.1",
        ("consent_required", "display_on_consent_screen"),
        (_APPLICATIONS,),
        State.OPT_IN,
        "`consent: true` on an application. Needed where it belongs to somebody else.",
    ),
    Row(
        32,
        "TLS alone",
        "ASVS 12.2.1",
        ("ssl_required",),
        _REALM,
        State.IN_PART,
        "Where Keycloak's own public URL (`--hostname`) is https, it takes every request for one by TLS, whatever the "
        "realm says. Leave its http listener off (`--http-enabled=false`, the default of `kc.sh start`), or let nobody "
        "but the proxy that ends TLS reach it.",
    ),
    Row(33, "guessing locks an account", "ASVS 6.3.1", ("brute_force_detection",), _REALM),
    Row(34, "passwords are strong", "ASVS 6.2.1", ("password_policy",), _REALM),
    Row(35, "the login page cannot be framed", "ASVS 3.4.6", ("x_frame_options", "content_security_policy"), _REALM),
    Row(36, "logins and changes are recorded", "ASVS 16.3.1", ("events_enabled", "admin_events_enabled"), _REALM),
    Row(
        37,
        "machines get no refresh token",
        "RFC 6749 section 4.4.3",
        ("use_refresh_tokens_client_credentials",),
        (_API, _CONSUMERS),
    ),
    Row(38, "machines get no offline access", "ASVS 10.4.8", ("optional_scopes",), (_API, _CONSUMERS)),
    Row(
        39,
        "the `resource` parameter narrows a token",
        "RFC 8707",
        state=State.GAP,
        remedy="Keycloak passes `resource` over: its support is experimental and off. With one API every token has "
        "that API's audience, so that there is nothing to choose. With several, the scopes that are asked for say whom "
        "a token is for, and gateways refuse those of another API; where the feature is on, `resource` narrows a token "
        "further ([several APIs](../how-to/several-apis.md#the-resource-parameter)).",
    ),
    Row(
        40,
        "the realm refuses clients that fall short",
        "Keycloak client policies",
        ("reject-implicit-grant", "secure-redirect-uris-enforcer"),
        (_POLICIES,),
        State.IN_PART,
        "Met with provider 5.3 and newer ([client policies](../decisions/client-policies.md)). Older ones have no "
        "resource for it: what Terraform applies is judged by the [guardrails](../how-to/guardrails.md), and a change "
        "by hand to our clients shows in the next plan, but nothing stops an administrator who makes a lax client.",
    ),
    Row(
        41,
        "a required second factor cannot be skipped",
        "ASVS 6.3.3",
        ("browser_flow", "direct_grant_flow", "webauthn-authenticator"),
        ("constructs_lib/realm/login_bindings.py", "constructs_lib/declaration/login_steps.py"),
        State.OPT_IN,
        "`second_factor` of a group ([how](../how-to/second-factor.md)). People of an identity provider are asked for "
        "theirs there. Who joins the group keeps a session that began before, until it ends, and an offline token from "
        "before, where an application has `offline_access: true`, up to `offline_max`.",
    ),
    Row(
        42,
        "strangers read no model's name",
        "RFC 8414 section 2",
        ("include_in_openid_provider_metadata",),
        ("constructs_lib/terraform/scope_metadata.py",),
        State.IN_PART,
        "Met with provider 5.9 and newer. Older ones cannot keep a scope out of the discovery document, whose "
        "`scopes_supported` then names every model and action: call models by names that give nothing away, or let the "
        "proxy before Keycloak refuse `/.well-known/` to strangers.",
    ),
    Row(
        43,
        "no answer tells who has an account",
        "ASVS 6.3.8",
        state=State.IN_PART,
        remedy="Login pages and forgotten passwords answer alike, and in like time: 25 wrong passwords each, for an "
        "account, one without a password, a disabled one and a name that nobody has, took 25 to 28 ms in the "
        "median, and eight requests for a mail each 4 to 9 ms (Keycloak 26.7.3, busy machine). Its account "
        "console tells whoever is logged in that an address is another account's, and nothing of ours changes "
        "that: where people must not know of each other, let the proxy before Keycloak refuse "
        "`/realms/<realm>/account`.",
    ),
)

ROWS = (*_FLOWS, *_TOKENS, *_SURROUNDINGS)
"""The baseline."""
