"""Directories and identity providers that contradict the rest of a declaration."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.props import RealmProps
from tests.support.declarations.declarations import NO_MAIL, declare, faults
from tests.support.declarations.people_sources import OIDC, PREDICT, SAML, ldap

pytestmark = pytest.mark.unit

CORP = "realm 'ml-prod', federation 'corp'"
BROKER = "realm 'ml-prod', identity provider 'corp'"
GROUPS = {"analysts": PREDICT}
NESTED = {"dn": "ou=groups,dc=example,dc=com", "nested": True}


def directory(**changed: Any) -> list[str]:  # noqa: ANN401 - fields of the props
    """Return what is said of a directory whose group leads to ours."""
    return faults(declare(groups=GROUPS, federation={"corp": ldap({"ML": "analysts"}, **changed)}))


@pytest.mark.parametrize("url", ["ldap://ldap.example.com", "ldaps://a.example.com ldap://b.example.com"])
def test_passwords_in_clear_text_are_refused(url: str) -> None:
    """Where the realm requires TLS, a directory is asked over TLS, each server of it."""
    assert directory(url=url) == [
        f"{CORP}: passwords must travel encrypted, got '{url}': write ldaps://, or set start_tls"
    ]


def test_encrypting_twice_is_refused() -> None:
    """StartTLS begins in clear text, which ldaps:// does not have."""
    assert directory(start_tls=True) == [f"{CORP}: ldaps:// is encrypted already: remove start_tls, or write ldap://"]


@pytest.mark.parametrize("changed", [{"url": "ldap://ldap.example.com", "start_tls": True}, {}])
def test_encrypted_directory_is_accepted(changed: dict[str, Any]) -> None:
    """Either way to encrypt will do."""
    assert directory(**changed) == []


def test_clear_text_is_accepted_where_tls_is_not_required_everywhere() -> None:
    """A development realm may ask a directory on the same machine."""
    realm = RealmProps(name="ml-dev", login=NO_MAIL, ssl_required="external")
    federation = {"corp": ldap({"ML": "analysts"}, url="ldap://127.0.0.1:1389")}
    assert faults(declare(realm=realm, groups=GROUPS, federation=federation)) == []


def test_nested_groups_are_for_active_directory() -> None:
    """No other directory can tell who is in a group within a group."""
    assert directory(groups=NESTED) == [
        f"{CORP}: groups within groups are known to Active Directory alone: remove nested, or map the inner groups too"
    ]
    assert directory(groups=NESTED, vendor="ad") == []


def test_group_that_does_not_exist() -> None:
    """A map leads to groups that are declared; the nearest name is offered."""
    providers = {"corp": {**OIDC, "claims": {"groups": {"ml": "analyst"}}}}
    assert faults(declare(groups=GROUPS, federation={"corp-ldap": ldap({"ML": "analysts", "X": "leads"})})) == [
        "realm 'ml-prod', federation 'corp-ldap': no group 'leads': there are: analysts"
    ]
    assert f"{BROKER}: no group 'analyst': did you mean 'analysts'?" in faults(
        declare(groups=GROUPS, identity_providers=providers)
    )


@pytest.mark.parametrize(
    "source",
    [
        {"federation": {"corp": ldap({"ML": "analysts"})}},
        {"identity_providers": {"corp": {**OIDC, "claims": {"groups": {"ml": "analysts"}}}}},
        {"identity_providers": {"corp": {**SAML, "claims": {"groups": {"ml": "analysts"}}}}},
    ],
    ids=["directory", "oidc", "saml"],
)
@pytest.mark.parametrize("groups", [{"groups": GROUPS}, {"teams": {"risk": {"groups": GROUPS}}}], ids=["own", "team"])
def test_mapped_group_needs_no_member(source: dict[str, Any], groups: dict[str, Any]) -> None:
    """A group that people are mapped to has members, whichever file declares it."""
    assert faults(declare(**groups, **source)) == []


def test_group_that_nobody_is_mapped_to() -> None:
    """A directory as such gives a group no member."""
    (fault,) = faults(declare(groups=GROUPS, federation={"corp": ldap()}))
    assert fault.startswith("realm 'ml-prod', group 'analysts': its grants are to nobody: ")


@pytest.mark.parametrize(
    ("other", "label"),
    [
        ({"federation": {"corp": ldap()}}, "directory"),
        ({"workload_issuers": {"corp": {"issuer": "https://ci", "jwks_url": "https://ci/jwks"}}}, "workload issuer"),
    ],
)
def test_names_of_sources_are_their_own(other: dict[str, Any], label: str) -> None:
    """An alias stands once in a realm, and a subgroup is of one source."""
    assert faults(declare(identity_providers={"corp": OIDC}, **other)) == [
        f"realm 'ml-prod': identity provider 'corp' has the name of a {label}: rename one of the two"
    ]


def test_one_variable_is_not_two_secrets() -> None:
    """A client and a provider of the same name would share a secret; so would two directories."""
    application = {"type": "confidential", "redirect_uris": ["https://ui.example.com/cb"]}
    clash = "have the same Terraform variable"
    assert faults(declare(identity_providers={"corp": OIDC}, applications={"corp": application})) == [
        f"realm 'ml-prod': 'identity provider corp' and 'corp' {clash} 'corp_client_secret': rename one of the two"
    ]
    assert faults(declare(federation={"a-b": ldap(), "a_b": ldap()})) == [
        f"realm 'ml-prod': 'a_b' and 'a-b' {clash} 'a_b_bind_credential': rename one of the two"
    ]


@pytest.mark.parametrize(
    ("provider", "field", "label"),
    [
        (OIDC, "issuer", "issuer"),
        (OIDC, "authorization_url", "authorization URL"),
        (OIDC, "token_url", "token URL"),
        (OIDC, "jwks_url", "JWKS URL"),
        (OIDC, "user_info_url", "user info URL"),
        (OIDC, "logout_url", "logout URL"),
        (SAML, "single_sign_on_url", "single sign-on URL"),
        (SAML, "single_logout_url", "single logout URL"),
    ],
)
def test_http_is_refused_where_tls_is_required(provider: dict[str, Any], field: str, label: str) -> None:
    """Codes, secrets and keys do not travel in clear text."""
    assert faults(declare(identity_providers={"corp": {**provider, field: "http://x/y"}})) == [
        f"{BROKER}: {label} must use https, got 'http://x/y'"
    ]
