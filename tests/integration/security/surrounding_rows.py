"""Rows of the security baseline about the realm, its people and its login pages."""

from __future__ import annotations

from tests.integration.security.row import Row, State
from tests.integration.security.where import API, APPLICATIONS, CONSUMERS, POLICIES, REALM

__all__ = ["SURROUNDINGS"]

SURROUNDINGS = (
    Row(29, "other origins read nothing", "ASVS 3.4.2", ("web_origins",), (API, APPLICATIONS)),
    Row(
        30,
        "nobody is logged out or sent away by a link",
        "ASVS 10.6.2",
        ("valid_post_logout_redirect_uris",),
        (APPLICATIONS,),
    ),
    Row(
        31,
        "people are asked for consent",
        "ASVS 10.7.1",
        ("consent_required", "display_on_consent_screen"),
        (APPLICATIONS,),
        State.OPT_IN,
        "`consent: true` on an application. Needed where it belongs to somebody else.",
    ),
    Row(
        32,
        "TLS alone",
        "ASVS 12.2.1",
        ("ssl_required",),
        REALM,
        State.IN_PART,
        "Where Keycloak's own public URL (`--hostname`) is https, it takes every request for one by TLS, whatever the "
        "realm says. Leave its http listener off (`--http-enabled=false`, the default of `kc.sh start`), or let nobody "
        "but the proxy that ends TLS reach it.",
    ),
    Row(33, "guessing locks an account", "ASVS 6.3.1", ("brute_force_detection",), REALM),
    Row(34, "passwords are strong", "ASVS 6.2.1", ("password_policy",), REALM),
    Row(35, "the login page cannot be framed", "ASVS 3.4.6", ("x_frame_options", "content_security_policy"), REALM),
    Row(36, "logins and changes are recorded", "ASVS 16.3.1", ("events_enabled", "admin_events_enabled"), REALM),
    Row(
        37,
        "machines get no refresh token",
        "RFC 6749 section 4.4.3",
        ("use_refresh_tokens_client_credentials",),
        (API, CONSUMERS),
    ),
    Row(38, "machines get no offline access", "ASVS 10.4.8", ("optional_scopes",), (API, CONSUMERS)),
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
        (POLICIES,),
        State.IN_PART,
        "Met with provider 5.3 and newer ([client policies](../decisions/client-policies.md)). Older ones have no "
        "resource for it: what Terraform applies is judged by the [guardrails](../how-to/guardrails.md), and a change "
        "by hand to our clients shows in the next plan, but nothing stops an administrator who makes a lax client.",
    ),
    Row(
        41,
        "a required second factor cannot be skipped",
        "ASVS 6.3.3",
        ("browser_flow", "direct_grant_flow", "webauthn-authenticator", "reject-request"),
        ("constructs_lib/realm/login_bindings.py", "constructs_lib/declaration/login_steps.py", POLICIES),
        State.OPT_IN,
        "`second_factor` of a group ([how](../how-to/second-factor.md)). People of an identity provider are asked for "
        "theirs there. Who joins the group keeps a session that began before, until it ends, and an offline token from "
        "before, where an application has `offline_access: true`, up to `offline_max`. Who binds another login flow to "
        "a client passes over it: [who can](../how-to/second-factor.md).",
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
