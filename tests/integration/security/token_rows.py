"""Rows of the security baseline about tokens themselves."""

from __future__ import annotations

from tests.integration.security.row import Row, State
from tests.integration.security.where import API, APPLICATIONS, AUTH, REALM, TOKEN

__all__ = ["TOKENS"]

TOKENS = (
    Row(
        16,
        "tokens are bound to their holder",
        "ASVS 10.4.14, RFC 9449, RFC 8705",
        ("dpop.bound.access.tokens", "tls.client.certificate.bound.access.tokens"),
        AUTH,
        State.OPT_IN,
        "`dpop: true` on a consumer, or `auth.method: mtls`. The API or its gateway must then check the proof, or the "
        "certificate, against the token's `cnf`. How many proofs ours remember is bounded ([figures]"
        "(../how-to/gateways.md#bound-tokens)).",
    ),
    Row(17, "clients prove who they are by a key", "ASVS 10.4.16", ("token.endpoint.auth.signing.alg",), AUTH),
    Row(18, "an assertion is fresh", "RFC 7523 section 3", ("token.endpoint.auth.signing.max.exp",), AUTH),
    Row(
        19,
        "a token is for one API",
        "ASVS 10.3.1, RFC 9700 section 2.3",
        ("included.custom.audience",),
        TOKEN,
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
        TOKEN,
    ),
    Row(22, "an asymmetric algorithm signs", "RFC 8725 section 3.1", ("default_signature_algorithm",), REALM),
    Row(
        23,
        "no unsigned request object is taken",
        "RFC 8725 section 3.1",
        ("request.object.signature.alg",),
        (API, APPLICATIONS),
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
        TOKEN,
        State.IN_PART,
        "Keycloak tells of a token only to a client that its `aud` names. Where `api.audience` is not the API's "
        "`client_id`, that is nobody: with `api.introspection: true` it is the API. A token of Keycloak's own Admin "
        "Console, which has full scope, counts as one for each API of which its person has a role. It has no `roles`: "
        "go by these, never by `active` alone or by `resource_access`.",
    ),
)
