"""Addresses and keys of what is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.identity.declared_party import DeclaredParty
from tests.support.declarations.declarations import declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.overridden import faults_after, override
from tests.support.declarations.people_sources import OIDC, PREDICT, SAML
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

CLIENT, DIRECTORY, PROVIDER = (
    "keycloak_openid_client",
    "keycloak_ldap_user_federation",
    "keycloak_oidc_identity_provider",
)
CLAIMS, GROUPS = "keycloak_custom_identity_provider_mapper", "keycloak_ldap_group_mapper"
EVIL = "https://evil.example"
OKTA = "identity provider 'okta'"
# The rest stays as it was: everybody has an address.
ANYBODY = {
    "claims": '[{"key": "email", "value": ".*"}]',
    "are.claim.values.regex": "true",
    "group": "/leads/okta",
    "syncMode": "FORCE",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (override(DIRECTORY, connection_url="ldaps://evil.example"), "user federation 'corp': connection_url"),
        (override(DIRECTORY, users_dn="${var.dn}"), "user federation 'corp': users_dn"),
        (override(DIRECTORY, bind_dn="cn=other"), "user federation 'corp': bind_dn"),
        *(
            (override(PROVIDER, "okta", **{argument: EVIL}), f"identity provider 'okta': {argument}")
            for argument in ("issuer", "authorization_url", "token_url", "jwks_url", "user_info_url", "client_id")
        ),
        (
            override(CLAIMS, "leads_okta", extra_config=ANYBODY),
            "keycloak_custom_identity_provider_mapper 'leads: groups l': extra_config",
        ),
        (
            override(GROUPS, "leads_corp", groups_ldap_filter="(cn=*)"),
            "keycloak_ldap_group_mapper 'members of leads': groups_ldap_filter",
        ),
        (
            override(GROUPS, "leads_corp", ldap_groups_dn="${var.dn}"),
            "keycloak_ldap_group_mapper 'members of leads': ldap_groups_dn",
        ),
        (override(PROVIDER, "okta", extra_config={"supportsClientAssertions": "true"}), f"{OKTA}: extra_config"),
        (override(PROVIDER, "okta", jwks_url=f"{EVIL}/${{var.path}}"), "identity provider 'okta': jwks_url"),
    ],
)
def test_party_that_is_another_is_refused(change: Change, fault: str) -> None:
    """Who says who people are is who is declared to say so."""
    assert faults_after(DeclaredParty(), change) == [f"realm 'ml', {fault} is not as it is declared"]


def test_person_that_is_another_is_refused() -> None:
    """An invitation, and the link by which a password is reset, go to the declared person alone."""
    email = override("keycloak_user", "ada", email="eve@evil.example")
    assert faults_after(DeclaredParty(), email) == ["realm 'ml', user 'ada': email is not as it is declared"]
    renamed = override("keycloak_user", "ada", username="eve")
    assert faults_after(DeclaredParty(), renamed) == [
        "realm 'ml': person 'ada' is declared, and no account has that username"
    ]


def test_mail_by_another_server_is_refused() -> None:
    """Links by which passwords are reset go to the declared server alone."""
    mail = override("keycloak_realm", smtp_server={"host": "mail.evil.example", "from": "a@b.com"})
    assert faults_after(DeclaredParty(), mail) == ["realm 'ml': smtp_server.host is not as it is declared"]


@pytest.mark.parametrize(
    ("client", "argument", "value", "shown"),
    [
        ("Applications_ui", "valid_redirect_uris", ["https://ui.example.com/cb", f"{EVIL}/cb"], f"{EVIL}/cb"),
        ("Applications_ui", "valid_redirect_uris", "${var.uris}", "…"),
        ("Applications_ui", "valid_post_logout_redirect_uris", [EVIL], EVIL),
        ("Applications_ui", "web_origins", ["+", EVIL], EVIL),
        ("ApiClient", "valid_redirect_uris", [f"{EVIL}/cb"], f"{EVIL}/cb"),
    ],
)
def test_address_that_is_not_declared_is_refused(client: str, argument: str, value: object, shown: str) -> None:
    """A code, or a token, goes nowhere but to the declared addresses."""
    (found,) = faults_after(DeclaredParty(), override(CLIENT, client, **{argument: value}))
    assert found.endswith(f": {argument} has '{shown}', which is not declared")


def test_declared_parties_pass() -> None:
    """What the construct makes passes."""
    assert faults_after(DeclaredParty()) == []


@pytest.mark.slow
@pytest.mark.parametrize("features", [OLDEST, NEWEST], ids=lambda features: features.version)
def test_every_kind_of_party_is_compared(features: ProviderFeatures) -> None:
    """Each kind of credential and provider passes as it is declared, and not with another key."""
    declaration = declare(
        consumers={
            "secret": {"grants": PREDICT},
            "key": {"grants": PREDICT, "dpop": True, "auth": {"method": "private_key_jwt", "jwks_url": f"{EVIL}/jwks"}},
            "certificate": {"grants": PREDICT, "auth": {"method": "mtls", "subject_dn": "CN=certificate"}},
            "workload": {"grants": PREDICT, "auth": {"method": "federated", "issuer": "cluster", "subject": "s"}},
        },
        workload_issuers={"cluster": {"type": "kubernetes", "issuer": "https://cluster.example.com"}},
        identity_providers={
            "okta": OIDC,
            "partner": SAML,
            "github": {"type": "github", "client_id": "ml"},
            "google": {"type": "google", "client_id": "ml"},
            "microsoft": {"type": "microsoft", "client_id": "ml", "tenant": "8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"},
        },
    )

    def change(body: dict[str, Any]) -> None:
        (client,) = (each for name, each in body["resource"][CLIENT].items() if "Consumers" in name)
        client["extra_config"] = {"jwks.url": "https://other.example", "x509.subjectdn": "CN=other"}
        (partner,) = body["resource"]["keycloak_saml_identity_provider"].values()
        partner["signing_certificate"] = "MIIB"
        issuer = next(each for each in body["resource"][PROVIDER].values() if each["alias"] == "cluster")
        issuer["issuer"] = EVIL
        issuer["extra_config"] = {**issuer["extra_config"], "fedClientAssertionMaxExp": "99999999"}

    stack = OurStack(CheckedDeclaration(declaration, features))
    assert stack.faults_after(DeclaredParty()) == []
    assert {each.partition(", ")[2] for each in stack.faults_after(DeclaredParty(), change)} == {
        "identity provider 'partner': signing_certificate is not as it is declared",
        "identity provider 'cluster': issuer is not as it is declared",
        "identity provider 'cluster': extra_config is not as it is declared",
        *(f"client '{name}': extra_config is not as it is declared" for name in ("certificate", "key", "workload")),
    }
