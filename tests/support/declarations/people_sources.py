"""Small valid directories and identity providers that unit tests vary."""

from __future__ import annotations

from typing import Any

from tests.support.tokens.public_keys import CERTIFICATE

__all__ = ["OIDC", "PREDICT", "SAML", "ldap"]

PREDICT = {"fraud": ["predict"]}

OIDC: dict[str, Any] = {
    "type": "oidc",
    "issuer": "https://login.example.com",
    "authorization_url": "https://login.example.com/authorize",
    "token_url": "https://login.example.com/token",
    "jwks_url": "https://login.example.com/jwks",
    "client_id": "ml",
}

SAML: dict[str, Any] = {
    "type": "saml",
    "entity_id": "https://sso.example.com/realms/ml",
    "issuer": "https://login.example.com/saml",
    "single_sign_on_url": "https://login.example.com/saml/sso",
    "signing_certificate": CERTIFICATE,
}


def ldap(mapped: dict[str, str] | None = None, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the props
    """Declare a directory, with a map from its groups to ours."""
    declared: dict[str, Any] = {
        "vendor": "other",
        "url": "ldaps://ldap.example.com",
        "bind": {"dn": "cn=reader,dc=example,dc=com"},
        "users": {"dn": "ou=people,dc=example,dc=com"},
        **changed,
    }
    if mapped:
        declared["groups"] = {"dn": "ou=groups,dc=example,dc=com", "map": mapped, **declared.get("groups", {})}
    return declared
