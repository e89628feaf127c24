"""What an adopted realm keeps: its form, and what becomes of it in Terraform."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib.cdk import App
from constructs_lib.declaration.kept_secret import KEPT_SECRET
from stacks.app import add_stacks
from stacks.environment import Environment
from stacks.kept import KeptProps

pytestmark = pytest.mark.unit

_URLS = ("authorization", "token", "jwks")
_ENVIRONMENT: dict[str, Any] = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": "main", "ssl_required": "external", "login": {"verify_email": False}},
    "api": {"client_id": "model-api"},
    "models": {"fraud": {}},
    "consumers": {"batch": {"grants": {"fraud": ["predict"]}}, "other": {"grants": {"fraud": ["predict"]}}},
    "applications": {"portal": {"type": "confidential", "redirect_uris": ["https://portal.example.com/cb"]}},
    "people": {"ada": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "every_model": True}},
}
_KEPT = {
    "secrets": ["model-api", "batch", "portal"],
    "passwords": ["ada"],
    "settings": {
        "keycloak_realm": {
            "main": {
                "revoke_refresh_token": False,
                "security_defenses.headers.x_frame_options": "SAMEORIGIN",
                "security_defenses.brute_force_detection": None,
                "display_name": "${not} an expression",
            }
        },
        "keycloak_openid_client": {
            "batch": {"full_scope_allowed": True, "extra_config": {"a.b": "x"}},
            "portal": {"extra_config": {"a.b": "x"}},
        },
        "keycloak_openid_client_default_scopes": {
            "batch": {"default_scopes": ["basic", "roles"]},
            "portal": {"default_scopes": ["basic", "roles"]},
        },
        "keycloak_openid_client_optional_scopes": {
            "account": {"optional_scopes": ["phone"]},
            "portal": {"optional_scopes": ["phone"]},
        },
    },
}


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"keycloak_realms": {}}, "nothing is kept of keycloak_realms: did you mean 'keycloak_realm'?"),
        ({"keycloak_user_roles": {"ada": {"role_ids": ["1"]}}}, "nothing is kept of keycloak_user_roles"),
        ({"keycloak_openid_client": {"batch": {"client_secret": "x"}}}, "'client_secret' is not kept by a value"),
        ({"keycloak_openid_client": {"batch": {"client_id": "x"}}}, "'client_id' is not kept by a value"),
        ({"keycloak_ldap_user_attribute_mapper": {"a/b": {"ldap_user_federation_id": "x"}}}, "is not kept by a value"),
        ({"keycloak_realm": {"main": {"smtp_server.auth.password": "x"}}}, "'smtp_server.auth.password' is not kept"),
        ({"keycloak_realm": {"main": {"Enabled": True}}}, "name an argument of the provider's resource"),
    ],
)
def test_refused(settings: dict[str, Any], fault: str) -> None:
    """Nothing is kept that would be a grant, a secret or another object, and nothing that is misspelt."""
    with pytest.raises(ValidationError) as refused:
        KeptProps.model_validate({"settings": settings})
    assert fault in str(refused.value)


def test_kept() -> None:
    """What is kept is in the place of what the constructs say, of one instance alone where there are several."""
    (stack,) = add_stacks(App(), "legacy", Environment.model_validate({**_ENVIRONMENT, "kept": _KEPT}))
    code = stack.to_terraform()
    resources = code["resource"]
    (realm,) = resources["keycloak_realm"].values()
    portal, api, consumers = (
        next(body for name, body in resources["keycloak_openid_client"].items() if part in name)
        for part in ("portal", "ApiClient", "Consumers")
    )
    default = [body["default_scopes"] for body in resources["keycloak_openid_client_default_scopes"].values()]
    optional = [body["optional_scopes"] for body in resources["keycloak_openid_client_optional_scopes"].values()]
    (ada,) = resources["keycloak_user"].values()
    assert realm["revoke_refresh_token"] is False
    assert realm["security_defenses"]["headers"]["x_frame_options"] == "SAMEORIGIN"
    assert "brute_force_detection" not in realm["security_defenses"]
    assert realm["display_name"] == "$${not} an expression"
    assert consumers["full_scope_allowed"] == '${lookup({"batch" = true}, each.key, false)}'
    assert consumers["extra_config"].startswith('${lookup({"batch" = {"a.b" = "x"}}, each.key, merge(')
    (secret,) = {"client_secret", "client_secret_wo"} & set(consumers)  # by what the provider can do
    assert consumers[secret].startswith('${lookup({"batch" = null}, each.key, try(local.')
    assert portal["extra_config"] == '${{"a.b" = "x"}}'
    assert not {"client_secret", "client_secret_wo"} & set(portal | api)
    assert '${["basic", "roles"]}' in default
    assert '${concat([], lookup({"account" = ["phone"]}, each.key, []))}' in optional
    assert "initial_password" not in ada
    assert set(code["variable"]) == {"keycloak_url", "other_client_secret"}


def test_kept_of_sources() -> None:
    """Directories and identity providers keep their secrets without a variable, and mappers what they are called."""
    corp = {"issuer": "https://c.example.com", **{f"{each}_url": "https://c.example.com/x" for each in _URLS}}
    people = {"dn": "ou=people,dc=example,dc=com"}
    declared = {
        "identity_providers": {
            "corp": {"type": "oidc", "client_id": "keycloak", "first_login": "link", **corp},
            "keyed": {"type": "oidc", "client_id": "keycloak", "client_auth": "private_key_jwt", **corp},
        },
        "federation": {
            name: {
                "vendor": "ad",
                "url": "ldaps://ldap.example.com",
                "bind": {"dn": "cn=r,dc=example"},
                "users": people,
            }
            for name in ("people", "others")
        },
    }
    settings = {
        "keycloak_ldap_user_attribute_mapper": {"people/firstName": {"name": "first name", "ldap_attribute": "cn"}},
        "keycloak_ldap_msad_user_account_control_mapper": {"people": {"name": "MSAD account controls"}},
        "keycloak_oidc_identity_provider": {"corp": {"sync_mode": "IMPORT"}},
    }
    kept = {"secrets": ["model-api", "batch", "portal", "corp", "people"], "settings": settings}
    environment = Environment.model_validate({**_ENVIRONMENT, **declared, "kept": kept})
    (stack,) = add_stacks(App(), "legacy", environment)
    code = stack.to_terraform()
    resources = code["resource"]
    providers = {body["alias"]: body for body in resources["keycloak_oidc_identity_provider"].values()}
    assert {name: (body["client_secret"], body["sync_mode"]) for name, body in providers.items()} == {
        "corp": (KEPT_SECRET, "IMPORT"),
        "keyed": ("", "FORCE"),
    }
    directories = {body["name"]: body for body in resources["keycloak_ldap_user_federation"].values()}
    assert {name: body["bind_credential"] for name, body in directories.items()} == {
        "people": KEPT_SECRET,
        "others": "${var.others_bind_credential}",
    }
    mappers = resources["keycloak_ldap_user_attribute_mapper"].values()
    called = sorted((body["name"], body["ldap_attribute"]) for body in mappers if "irst" in body["name"])
    assert called == [("first name", "cn"), ("firstName", "givenName")]
    states = [body["name"] for body in resources["keycloak_ldap_msad_user_account_control_mapper"].values()]
    assert sorted(states) == ["MSAD account controls", "account state"]
    variables = {"keycloak_url", "other_client_secret", "others_bind_credential"}
    assert {each for each in code["variable"] if "initial" not in each} == variables


def test_nothing() -> None:
    """Where nothing is kept, nothing changes."""
    nothing: dict[str, Any] = {"kept": {}}
    with_, without = (
        add_stacks(App(), "legacy", Environment.model_validate({**_ENVIRONMENT, **kept}))[0].to_terraform()
        for kept in (nothing, {})
    )
    assert with_ == without
