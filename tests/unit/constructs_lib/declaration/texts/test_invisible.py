"""Characters that nobody sees."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import FederatedAuth, MtlsAuth, OidcIdentityProviderProps
from constructs_lib.declaration.props.federation import LdapGroupsProps
from constructs_lib.declaration.texts.one_line import one_line
from tests.support.declarations.people_sources import OIDC

pytestmark = pytest.mark.unit

INVISIBLE = (
    "\u200b",
    "\u00ad",
    "\u3164",
    "\uffa0",
    "\u115f",
    "\u2060",
    "\u202e",
    "\ufe0f",
    "\u034f",
    "\u2800",
    "\U000e0041",
)
RULE = "a name that machines compare has only characters that people see: take out the others"


@pytest.mark.parametrize("character", INVISIBLE)
def test_name_that_machines_compare_hides_nothing(character: str) -> None:
    """Two subjects, claims, groups or clients of a provider that look the same are the same."""
    hidden = f"system:ser{character}vice"
    cases: list[tuple[Any, dict[str, Any]]] = [
        (FederatedAuth, {"method": "federated", "issuer": "ci", "subject": hidden}),
        (OidcIdentityProviderProps, {**OIDC, "client_id": hidden}),
        (OidcIdentityProviderProps, {**OIDC, "claims": {"groups": {hidden: "leads"}}}),
        (OidcIdentityProviderProps, {**OIDC, "claims": {hidden: {"a": "leads"}}}),
        (LdapGroupsProps, {"dn": "ou=groups,dc=example,dc=com", "map": {hidden: "leads"}}),
    ]
    for kind, values in cases:
        with pytest.raises(ValidationError, match=RULE):
            TypeAdapter(kind).validate_python(values)
    with pytest.raises(ValidationError, match="a value has a character in it that nobody sees"):
        MtlsAuth(method="mtls", subject_dn=f"CN=ed{character}ge")


@pytest.mark.parametrize("other", ["\u212a", "e\u0301", "\u1fef", "\uf900"])
def test_name_that_machines_compare_is_in_the_form_that_terraform_writes(other: str) -> None:
    """A subject that Terraform would turn into another text, perhaps somebody else's subject, is refused."""
    written = f"spiffe://ml/{other}ate"
    cases: list[tuple[Any, dict[str, Any]]] = [
        (FederatedAuth, {"method": "federated", "issuer": "ci", "subject": written}),
        (MtlsAuth, {"method": "mtls", "subject_dn": f"CN={written}"}),
        (OidcIdentityProviderProps, {**OIDC, "claims": {"groups": {written: "leads"}}}),
        (LdapGroupsProps, {"dn": "ou=groups,dc=example,dc=com", "map": {written: "leads"}}),
    ]
    for kind, values in cases:
        with pytest.raises(ValidationError, match="a name that machines compare is in Unicode's normal form NFC"):
            TypeAdapter(kind).validate_python(values)


@pytest.mark.parametrize("character", INVISIBLE)
def test_message_shows_what_nobody_sees(character: str) -> None:
    """A message writes it by its number."""
    assert one_line(f"a{character}b") == f"a{character.encode('unicode_escape').decode()}b"


def test_names_in_any_script_pass() -> None:
    """What people see passes, in any script, with spaces between words."""
    for subject in ("Jürgen Müller", "서비스", "データ", "repo:a/b:ref:refs/heads/main", "é"):
        assert FederatedAuth(method="federated", issuer="ci", subject=subject).subject == subject
