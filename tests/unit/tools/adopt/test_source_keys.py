"""What an adoption declares of identity providers and directories, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from tools.adopt.directory_keys import directory_keys, kept_of_mappers
from tools.adopt.draft import Draft
from tools.adopt.provider_keys import NO_KEY, kept_of_provider, provider_keys
from tools.adopt.source_keys import add_sources, leave_source
from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

URL = "https://login.example.com"
CORP: dict[str, Any] = {
    "alias": "corp",
    "providerId": "oidc",
    "enabled": True,
    "config": {
        "issuer": URL,
        "authorizationUrl": f"{URL}/auth",
        "tokenUrl": f"{URL}/token",
        "jwksUrl": f"{URL}/jwks",
        "clientId": "keycloak",
        "clientSecret": "**********",
        "clientAuthMethod": "client_secret_post",
        "prompt": "consent",
    },
}
PEOPLE: dict[str, Any] = {
    "id": "d1",
    "name": "people",
    "providerId": "ldap",
    "providerType": "org.keycloak.storage.UserStorageProvider",
    "config": {
        "vendor": ["other"],
        "connectionUrl": ["ldaps://ldap.example.com"],
        "bindDn": ["cn=reader,dc=example,dc=com"],
        "bindCredential": ["**********"],
        "usersDn": ["ou=people,dc=example,dc=com"],
        "searchScope": ["2"],
        "usernameLDAPAttribute": ["uid"],
        "userObjectClasses": ["inetOrgPerson, person"],
        "fullSyncPeriod": ["86400"],
        "changedSyncPeriod": ["-1"],
        "connectionTimeout": ["7000"],
    },
}


def mapper(name: str, attribute: str, ldap: str) -> dict[str, Any]:
    """Return a mapper of the directory."""
    kind = {"providerId": "user-attribute-ldap-mapper", "providerType": "…", "parentId": "d1"}
    return {"name": name, **kind, "config": {"user.model.attribute": [attribute], "ldap.attribute": [ldap]}}


MAPPERS = [
    mapper("username", "username", "uid"),
    mapper("first name", "firstName", "cn"),
    mapper("one", "lastName", "sn"),
    mapper("other", "lastName", "surname"),
]


def drafted(*providers: dict[str, Any], components: list[dict[str, Any]] | None = None) -> Draft:
    """Return a draft to which the sources of a realm were added."""
    draft = Draft(
        {
            "keycloak": {"url": "http://127.0.0.1:8080"},
            "realm": {"name": "main", "login": {"verify_email": False}},
            "api": {"client_id": "model-api"},
            "models": {"fraud": {}},
            "kept": {"secrets": ["model-api"]},
        }
    )
    add_sources(Snapshot(others={"providers": list(providers), "components": components or []}), draft)
    return draft


@pytest.mark.parametrize(
    ("provider", "why"),
    [
        (CORP | {"providerId": "google"}, NO_KEY["identity_providers"]),
        (CORP | {"organizationId": "acme"}, NO_KEY["identity_providers"]),
        (CORP | {"config": {**CORP["config"], "jwksUrl": ""}}, NO_KEY["identity_providers"]),
        (CORP | {"config": {**CORP["config"], "tokenUrl": "login.example.com"}}, NO_KEY["identity_providers"]),
        (CORP | {"alias": "Corp Login"}, "its name is none that a file can have here"),
        (CORP | {"alias": "model-api"}, "something else that a file declares has this name"),
    ],
)
def test_left_alone(provider: dict[str, Any], why: str) -> None:
    """What no key expresses is left alone, with the reason, and keeps no secret by the file."""
    draft = drafted(provider)
    (left,) = draft.left
    assert (left.what, left.why.startswith(why)) == (f"identity provider {provider['alias']}", True), left.why
    assert "identity_providers" not in draft.document
    assert draft.document["kept"]["secrets"] == ["model-api"]


def test_declared() -> None:
    """An OpenID Connect provider and a directory are declared with what differs from a default; secrets stay."""
    draft = drafted(CORP, components=[PEOPLE, *MAPPERS])
    assert draft.left == []
    assert draft.document["identity_providers"] == {
        "corp": {
            "type": "oidc",
            "issuer": URL,
            "authorization_url": f"{URL}/auth",
            "token_url": f"{URL}/token",
            "jwks_url": f"{URL}/jwks",
            "client_id": "keycloak",
            "first_login": "link",
            "client_auth": "client_secret_post",
            "scopes": ["openid"],
        }
    }
    assert draft.document["federation"] == {
        "people": {
            "vendor": "other",
            "url": "ldaps://ldap.example.com",
            "bind": {"dn": "cn=reader,dc=example,dc=com"},
            "users": {
                "dn": "ou=people,dc=example,dc=com",
                "search_scope": "subtree",
                "object_classes": ["inetOrgPerson", "person"],
                "first_name_attribute": "cn",
                "username_attribute": "uid",
            },
            "sync": {"full": "1d"},
            "connection_timeout": "7s",
        }
    }
    assert draft.document["kept"]["secrets"] == ["model-api", "corp", "people"]


def test_what_is_kept_beside() -> None:
    """Settings without a key or an argument are kept, and the names of mappers; of two mappers nobody knows which."""
    assert kept_of_provider(CORP) == {
        "default_scopes": "openid",
        "accepts_prompt_none_forward_from_client": False,
        "sync_mode": "LEGACY",
        "extra_config": {"clientAuthMethod": "client_secret_post", "prompt": "consent"},
    }
    assert list(kept_of_mappers(PEOPLE, [PEOPLE, *MAPPERS])) == [
        ("keycloak_ldap_user_attribute_mapper", "people/firstName", "first name")
    ]


def test_left_alone_after_all() -> None:
    """One that a plan would change goes from the draft with all that was kept of it."""
    draft = drafted(CORP, components=[PEOPLE])
    draft.document["kept"]["settings"] = {
        "keycloak_ldap_user_attribute_mapper": {"people/firstName": {"name": "first name"}},
        "keycloak_oidc_identity_provider": {"corp": {"sync_mode": "IMPORT"}},
    }
    leave_source(draft, "federation", "people", "its declaration adds the mapper 'email'")
    assert (draft.document["kept"]["secrets"], "federation" in draft.document) == (["model-api", "corp"], False)
    assert draft.document["kept"]["settings"] == {
        "keycloak_ldap_user_attribute_mapper": {},
        "keycloak_oidc_identity_provider": {"corp": {"sync_mode": "IMPORT"}},
    }
    assert [each.what for each in draft.left] == ["directory people"]


@pytest.mark.parametrize(
    "config",
    [{"bindDn": []}, {"vendor": ["banyan"]}, {"connectionUrl": ["http://x"]}, {"priority": ["first"]}],
)
def test_directory_that_no_key_expresses(config: dict[str, list[str]]) -> None:
    """One that Keycloak reads without an account, or of another kind, has no keys."""
    assert directory_keys(PEOPLE | {"config": {**PEOPLE["config"], **config}}, []) is None
    assert directory_keys(PEOPLE | {"providerId": "kerberos"}, []) is None
    assert provider_keys(CORP | {"providerId": "saml"}) is None
