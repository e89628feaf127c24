"""What a client may hold that is taken over; that Keycloak says so is shown by the integration tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.recovery.judged import MAPPED, Case, Thing, assert_judged, fact
from tools.audit.facts import Kind

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

CLIENT: Thing = "keycloak_openid_client", {"client_id": "c"}, "client 'c'"
CASES: dict[str, Case] = {
    "client-redirect": (
        CLIENT,
        {"clients/7": {"clientId": "c", "redirectUris": ["https://o/"], "enabled": True}},
        fact(Kind.SETTING, "client c", "redirectUris", '["https://c/"]')
        | fact(Kind.SETTING, "client c", "enabled", "true"),
        "declared: other redirect URIs: nothing",
    ),
    "client-authenticator": (
        CLIENT,
        {"clients/7": {"clientId": "c", "clientAuthenticatorType": "client-jwt"}},
        fact(Kind.SETTING, "client c", "clientAuthenticatorType", "client-secret"),
        "another kind of client authenticator",
    ),
    "client-setting": (
        CLIENT,
        {"clients/7": {"clientId": "c", "fullScopeAllowed": True, "attributes": {"x": "1"}}},
        fact(Kind.SETTING, "client c", "attributes.x", "2"),
        "declared: the setting fullScopeAllowed, the setting attributes.x: nothing",
    ),
    **{
        f"client-{name}": (
            CLIENT,
            {"clients/7": {"clientId": "c", "attributes": {name: "theirs"}}},
            fact(Kind.SETTING, "client c", f"attributes.{name}", "ours"),
            f"declared: {words}: nothing",
        )
        for name, words in (
            ("jwt.credential.sub", "another subject of its tokens"),
            ("jwt.credential.issuer", "another issuer of its tokens"),
            ("jwks.string", "another key"),
            ("jwks.url", "another JWKS URL"),
            ("jwt.credential.certificate", "another certificate"),
            ("x509.subjectdn", "another certificate"),
            ("use.jwks.url", "the setting attributes.use.jwks.url"),
        )
    },
    "client-lifespan": (
        CLIENT,
        {"clients/7": {"clientId": "c", "description": "old", "attributes": {"access.token.lifespan": "60"}}},
        fact(Kind.SETTING, "client c", "attributes.access.token.lifespan", "300")
        | fact(Kind.SETTING, "client c", "description", "new"),
        "",
    ),
    "client-scopes": (
        CLIENT,
        {
            "clients/7": {"clientId": "c", "defaultClientScopes": ["basic", "service_account", "own", "more"]},
            "default-default-client-scopes": [{"name": "basic"}],
        },
        fact(Kind.DEFAULT_SCOPE, "c", "own"),
        "declared: client scope more: nothing",
    ),
    "client-sessions": (
        CLIENT,
        {"clients/7": {"clientId": "c"}, "client-session-stats": [{"id": "7", "active": "0", "offline": "1"}]},
        {},
        "sessions of people",
    ),
    "client-account-login": (
        CLIENT,
        {
            "clients/7": {"clientId": "c", "serviceAccountsEnabled": True},
            "clients/7/service-account-user": {"id": "8"},
            "users/8": {"attributes": {"a": ["1"]}},
            "users/8/federated-identity": [{"identityProvider": "corp"}],
        },
        fact(Kind.SETTING, "client c", "serviceAccountsEnabled", "true"),
        "attribute a of its service account, a login by identity provider 'corp'",
    ),
    "client-mapper": (
        CLIENT,
        {"clients/7": {"clientId": "c", "protocolMappers": [{"name": "roles", "protocolMapper": "m"}]}},
        {},
        "mapper 'roles'",
    ),
    "client-account": (
        CLIENT,
        {
            "clients/7": {"clientId": "c", "serviceAccountsEnabled": True},
            "clients/7/service-account-user": {"id": "8"},
            "users/8/role-mappings": MAPPED,
        },
        fact(Kind.SETTING, "client c", "serviceAccountsEnabled", "true")
        | fact(Kind.ACCOUNT_ROLE, "service account c", "api/m:p"),
        "declared: role admin: nothing",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_at_most_what_is_declared(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that holds more than is declared is refused in one line that says what; any other is let pass."""
    assert_judged(case, tmp_path, monkeypatch)
