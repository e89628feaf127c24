"""Every optional key that is taken out of a declaration is taken back in Keycloak: as if it had never stood there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from stacks.environment import Environment
from tests.support.realms.exported_realm import exported_realm
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.tokens.assertion_key import AssertionKey
from tests.support.tokens.public_keys import CERTIFICATE
from tools.stale_urls import take_back_urls

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

URL = "https://models.example.com"
GRANTS = {"fraud": ["predict"]}
OIDC = {
    "type": "oidc",
    "issuer": "https://login.example.com",
    "authorization_url": "https://login.example.com/authorize",
    "token_url": "https://login.example.com/token",
    "jwks_url": "https://login.example.com/jwks",
    "client_id": "ml",
}
SAML = {
    "type": "saml",
    "entity_id": "urn:example:ml",
    "issuer": "urn:example:uni",
    "single_sign_on_url": "https://uni.example.com/saml",
    "signing_certificate": CERTIFICATE,
}
DIRECTORY: dict[str, Any] = {
    "vendor": "other",
    "url": "ldaps://ldap.example.com",
    "bind": {"dn": "cn=keycloak,dc=example,dc=com"},
    "users": {"dn": "ou=people,dc=example,dc=com"},
}
ISSUER = {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}
ADA = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"}
CONSUMERS = ("by-secret", "by-key", "by-certificate", "by-token", "by-exchange", "bound")

LEAST: dict[str, Any] = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": "r", "ssl_required": "external", "login": {"verify_email": False}},
    "api": {"client_id": "scorer"},
    "models": {"fraud": {}},
    "external_people": True,
    "groups": {"analysts": GRANTS},
    "consumers": {name: {"grants": GRANTS} for name in CONSUMERS},
    "applications": {"notebook": {"redirect_uris": [f"{URL}/cb"]}},
    "people": {"ada": ADA},
    "identity_providers": {"corp": OIDC, "uni": SAML},
    "federation": {"corp-ldap": DIRECTORY},
    "workload_issuers": {"ci": ISSUER},
}
"""What must be said, and nothing else."""

MOST: dict[str, Any] = {
    **LEAST,
    "realm": {
        "name": "r",
        "ssl_required": "external",
        "display_name": "Models",
        "login": {
            "verify_email": False,
            "login_with_email": False,
            "reset_password": True,
            "remember_me": True,
            "terms": True,
            "locales": ["de", "en"],
        },
        "lifespans": {
            "access_code": "30s",
            "access_token": "4m",
            "session_idle": "20m",
            "session_max": "5h",
            "offline_idle": "3d",
            "offline_max": "9d",
            "invitation": "6h",
        },
        "brute_force": {"max_failures": 4, "wait": "2m", "max_wait": "20m", "reset_after": "6h"},
        "password_policy": "length(14) and notUsername",
        "event_retention": "20d",
        "scopes_in_discovery": True,
        "smtp": {
            "host": "smtp.example.com",
            "port": 465,
            "sender": "ml@example.com",
            "sender_name": "Models",
            "encryption": "tls",
            "auth": {"username": "keycloak"},
        },
    },
    "api": {
        "client_id": "scorer",
        "standard_flow": True,
        "redirect_uris": [f"{URL}/cb", f"{URL}/other"],
        "display_name": "Scorer",
        "audience": "urn:example:scorer",
        "introspection": True,
        "base_url": URL,
        "admin_url": f"{URL}/admin",
        "web_origins": [URL],
        "direct_access_grants": True,
        "service_accounts": True,
        "lifespans": {"access_token": "2m", "session_idle": "10m", "session_max": "2h"},
    },
    "models": {"fraud": {"description": "Scores payments", "actions": ["predict", "explain"]}},
    "groups": {"analysts": {"fraud": ["predict", "explain"]}},
    "consumers": {
        "by-secret": {"description": "By secret", "access_token_lifespan": "1m", "every_model": True, "grants": GRANTS},
        "by-key": {
            "auth": {"method": "private_key_jwt", "jwks": json.dumps(AssertionKey.generate("any").jwks)},
            "grants": GRANTS,
        },
        "by-certificate": {"auth": {"method": "mtls", "subject_dn": "CN=edge,O=Example"}, "grants": GRANTS},
        "by-token": {"auth": {"method": "federated", "issuer": "ci", "subject": "job"}, "grants": GRANTS},
        "by-exchange": {"exchange": {"from": ["notebook"], "models": GRANTS}, "grants": GRANTS},
        "bound": {"dpop": True, "grants": {"*": ["predict"]}},
    },
    "applications": {
        "notebook": {
            "redirect_uris": [f"{URL}/cb", f"{URL}/other"],
            "type": "confidential",
            "web_origins": [URL],
            "post_logout_redirect_uris": [f"{URL}/bye"],
            "description": "Notebooks",
            "lifespans": {
                "access_token": "2m",
                "session_idle": "10m",
                "session_max": "2h",
                "offline_idle": "2d",
                "offline_max": "5d",
            },
            "offline_access": True,
            "consent": True,
            "groups_claim": True,
            "userinfo": True,
            "pushed_requests": True,
        }
    },
    "people": {"ada": {**ADA, "groups": ["analysts"], "grants": GRANTS, "every_model": True, "enabled": False}},
    "identity_providers": {
        "corp": {
            **OIDC,
            "display_name": "Example Corp",
            "enabled": False,
            "trust_email": True,
            "first_login": "link",
            "user_info_url": "https://login.example.com/me",
            "logout_url": "https://login.example.com/bye",
            "client_auth": "private_key_jwt",
            "scopes": ["openid"],
            "claims": {"groups": {"ML": "analysts"}},
        },
        "uni": {
            **SAML,
            "display_name": "University",
            "single_logout_url": "https://uni.example.com/bye",
            "attributes": {"username": "uid", "email": "mail", "first_name": "gn", "last_name": "sn"},
            "claims": {"groups": {"ML": "analysts"}},
        },
    },
    "federation": {
        "corp-ldap": {
            **DIRECTORY,
            "users": {
                **DIRECTORY["users"],
                "search_scope": "subtree",
                "filter": "(objectClass=person)",
                "object_classes": ["person"],
                "username_attribute": "cn",
                "uuid_attribute": "cn",
                "rdn_attribute": "cn",
                "email_attribute": "email",
                "first_name_attribute": "gn",
                "last_name_attribute": "surname",
            },
            "groups": {"dn": "ou=groups,dc=example,dc=com", "map": {"ML": "analysts"}},
            "sync": {"changed": "1h", "full": "1d"},
            "cache": "5m",
            "edit_mode": "unsynced",
            "trust_email": True,
            "priority": 3,
            "connection_timeout": "3s",
            "read_timeout": "4s",
            "enabled": False,
        }
    },
    "workload_issuers": {"ci": {**ISSUER, "max_token_age": "2m", "reusable_tokens": True}},
}
"""Every optional key, each with another value than its default."""


def declared(realm: str, data: dict[str, Any]) -> Environment:
    """Return an environment with the realm's name."""
    environment = Environment.model_validate(data)
    return environment.model_copy(update={"realm": environment.realm.model_copy(update={"name": realm})})


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return two folders."""
    found = tmp_path / "changed", tmp_path / "fresh"
    for folder in found:
        folder.mkdir()
    return found


def test_realm_is_as_if_they_had_never_been_there(
    keycloak: KeycloakServer, private: PrivateSide, folders: tuple[Path, Path]
) -> None:
    """A realm from which every optional key is taken out is as one that never had any; the plan is empty."""
    names = "taken-back", "never-had"
    changed, fresh = (
        LiveEnvironment.apply(declared(name, data), realm=name, folder=folder, keycloak=keycloak, private=private)
        for name, data, folder in zip(names, (MOST, LEAST), folders, strict=True)
    )
    assert changed.plan() == []
    full = exported_realm(changed)
    least = declared(changed.realm, LEAST)
    list(take_back_urls(least, changed.admin))
    changed.change(least)
    assert changed.plan() == []
    left, expected = exported_realm(changed), exported_realm(fresh)
    differing = {place: (left.get(place), expected.get(place)) for place in {*left, *expected}}
    assert {place: pair for place, pair in differing.items() if pair[0] != pair[1]} == {}
    assert full != expected
    for name in names:
        keycloak.admin.delete_realm(name)
