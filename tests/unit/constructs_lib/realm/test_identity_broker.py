"""Identity providers as Keycloak is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.declaration.secret_names import client_secret_name
from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import OIDC, SAML
from tests.support.declarations.synthesis import OLDEST
from tests.support.tokens.public_keys import CERTIFICATE_BASE64

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

TENANT = "11111111-2222-3333-4444-555555555555"
OIDC_PROVIDER, SAML_PROVIDER = "keycloak_oidc_identity_provider", "keycloak_saml_identity_provider"


def build_provider(provider: dict[str, Any], features: ProviderFeatures = OLDEST) -> Synthesized:
    """Synthesize one identity provider."""
    storage = "write_only" if features.write_only_secrets else "state"
    return build_declaration(declare(identity_providers={"corp": provider}, secret_storage=storage), features)


@pytest.mark.parametrize(
    ("provider", "resource_type"),
    [
        (OIDC, OIDC_PROVIDER),
        ({"type": "microsoft", "client_id": "ml", "tenant": TENANT}, OIDC_PROVIDER),
        ({"type": "google", "client_id": "ml"}, OIDC_PROVIDER),
        ({"type": "github", "client_id": "ml"}, OIDC_PROVIDER),
        (SAML, SAML_PROVIDER),
    ],
    ids=["oidc", "microsoft", "google", "github", "saml"],
)
def test_what_is_safe_is_written_out(provider: dict[str, Any], resource_type: str) -> None:
    """Signatures are checked, tokens not kept, addresses not believed, claims read anew; the flow is ours."""
    resource = build_provider(provider).resource(resource_type)
    expected = {
        "alias": "corp",
        "display_name": "corp",
        "validate_signature": True,
        "store_token": False,
        "trust_email": False,
        "sync_mode": "FORCE",
        "link_only": False,
        "hide_on_login_page": False,
        "post_broker_login_flow_alias": "",
    }
    assert {key: resource[key] for key in expected} == expected
    assert resource["first_broker_login_flow_alias"].startswith("${keycloak_authentication_flow.")
    assert sum("_authentication_" in address for address in resource["depends_on"]) in (14, 15)


@pytest.mark.parametrize(
    ("provider", "host"),
    [
        ({"type": "microsoft", "client_id": "ml", "tenant": TENANT}, "login.microsoftonline.com"),
        ({"type": "google", "client_id": "ml"}, "accounts.google.com"),
        ({"type": "github", "client_id": "ml"}, "github.com"),
    ],
    ids=["microsoft", "google", "github"],
)
def test_addresses_of_the_large_ones_are_filled_in(provider: dict[str, Any], host: str) -> None:
    """Nobody looks them up; all are https, and the tenant of Entra is one."""
    resource = build_provider(provider).resource(OIDC_PROVIDER)
    urls = {key: value for key, value in resource.items() if key.endswith("_url") or key == "issuer"}
    assert resource["authorization_url"].startswith(f"https://{host}/")
    assert {url.partition("://")[0] for url in urls.values()} == {"https"}
    assert (TENANT in resource["token_url"]) == (provider["type"] == "microsoft")
    assert resource["provider_id"] == ("github" if provider["type"] == "github" else "oidc")


def test_logins_use_pkce() -> None:
    """RFC 9700 section 2.1.1, with S256."""
    extra = build_provider(OIDC).resource(OIDC_PROVIDER)["extra_config"]
    assert extra == {"pkceEnabled": "true", "pkceMethod": "S256", "clientAuthMethod": "client_secret_basic"}


def test_secret_is_a_sensitive_variable() -> None:
    """With provider 4.5.0 it lies in the state; its value stands nowhere in what is synthesized."""
    stack = build_provider(OIDC)
    variable = stack.json["variable"][client_secret_name("corp")]
    assert (variable["sensitive"], "default" in variable) == (True, False)
    assert stack.resource(OIDC_PROVIDER)["client_secret"] == "${var.corp_client_secret}"


def test_secret_is_write_only_where_that_exists() -> None:
    """With provider 5.9.0 no state holds it; a new version sends a new value."""
    stack = build_provider({**OIDC, "secret_rotation": 3}, ProviderFeatures.of("5.9.0"))
    resource = stack.resource(OIDC_PROVIDER)
    assert "client_secret" not in resource
    assert (resource["client_secret_wo"], resource["client_secret_wo_version"]) == ("${var.corp_client_secret}", "3")
    assert stack.json["variable"]["corp_client_secret"]["ephemeral"] is True


def test_own_key_needs_no_secret() -> None:
    """By `private_key_jwt` Keycloak signs with the realm's key; there is no variable."""
    stack = build_provider({**OIDC, "client_auth": "private_key_jwt"})
    extra = stack.resource(OIDC_PROVIDER)["extra_config"]
    assert (extra["clientAuthMethod"], extra["clientAssertionSigningAlg"]) == ("private_key_jwt", "ES256")
    assert client_secret_name("corp") not in stack.json["variable"]


def test_user_info_is_asked_where_it_is_declared() -> None:
    """Without its URL the ID token alone says who a person is."""
    url = "https://login.example.com/userinfo"
    assert build_provider(OIDC).resource(OIDC_PROVIDER)["disable_user_info"] is True
    assert build_provider({**OIDC, "user_info_url": url}).resource(OIDC_PROVIDER)["disable_user_info"] is False


def test_saml_is_signed_on_both_sides() -> None:
    """Assertions of the declared issuer and key alone, and requests that Keycloak signs."""
    resource = build_provider(SAML).resource(SAML_PROVIDER)
    expected = {
        "entity_id": "https://sso.example.com/realms/ml",
        "signing_certificate": CERTIFICATE_BASE64,
        "want_assertions_signed": True,
        "signature_algorithm": "RSA_SHA256",
        "principal_type": "SUBJECT",
        "name_id_policy_format": "Persistent",
        "extra_config": {"idpEntityId": "https://login.example.com/saml"},
    }
    assert {key: resource[key] for key in expected} == expected


def test_saml_attributes() -> None:
    """SAML has no common names: address and names are imported by those that are declared, as may be the username."""
    plain = build_provider(SAML)
    named = build_provider({**SAML, "attributes": {"email": "mail", "username": "uid"}})
    importers = "keycloak_attribute_importer_identity_provider_mapper"
    template = "keycloak_user_template_importer_identity_provider_mapper"
    assert {each["user_attribute"]: each["attribute_name"] for each in named.resources(importers)} == {
        "email": "mail",
        "firstName": "givenName",
        "lastName": "surname",
    }
    assert plain.resources(template) == []
    assert named.resource(template)["template"] == "$${ATTRIBUTE.uid}"


@pytest.mark.parametrize(("first_login", "marked"), [("create", ["identity-provider-person"]), ("link", [])])
def test_people_whom_the_provider_made_are_marked(first_login: str, marked: list[str]) -> None:
    """At their first login alone: who linked an account that was here before keeps its password."""
    stack = build_provider({**OIDC, "first_login": first_login})
    mappers = stack.resources("keycloak_hardcoded_role_identity_provider_mapper")
    roles = {
        f"${{keycloak_role.{key}.name}}": role["name"] for key, role in stack.json["resource"]["keycloak_role"].items()
    }
    assert [roles[mapper["role"]] for mapper in mappers] == marked
    assert all(mapper["extra_config"] == {"syncMode": "IMPORT"} for mapper in mappers)
