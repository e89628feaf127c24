"""Values of directories and identity providers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import people_values as values

pytestmark = pytest.mark.unit

WRONG = {
    values.AttributeName: ["given name", "1uid", "", "uid=x"],
    values.DistinguishedName: [
        "people",
        "ou=people,",
        "ou=",
        "=people",
        "ou=people;dc=example",
        "ou=peo\u200bple",
        "ou=pe\u0301",
    ],
    values.BindName: ["cn=key\u200bcloak,dc=example", "key\u202ecloak@example.com", "cn=e\u0301"],
    values.LdapFilter: [
        "objectClass=person",
        "(",
        "()",
        "(objectClass=person",
        "((a=b)",
        "(a=b)(c=d)",
        "(a=b))",
        "(a=b\u00ad)",
    ],
    values.LdapUrl: [
        "ldap.example.com",
        "https://ldap.example.com",
        "ldaps://",
        "ldaps://ldap.example.com/dc=example,dc=com",
        "ldaps://a.example.com,ldaps://b.example.com",
        "ldaps://a.example.com, ldaps://b.example.com",
        "ldaps://a..example.com",
        "ldaps://a.example.com:99999",
    ],
    values.SourceName: ["Corp", "corp ldap", "", "a" * 49, "-corp", "corp/ldap"],
    values.TenantId: ["common", "organizations", "example.onmicrosoft.com", "11111111-2222-3333-4444-55555555555"],
}
RIGHT = {
    values.AttributeName: ["sAMAccountName", "uid", "1.2.840.113556.1.4.221"],
    values.BindName: ["cn=keycloak,dc=example", "keycloak@example.com", "svc-kc@corp.example.com"],
    values.DistinguishedName: [
        "2.5.4.11=people,dc=example",
        "ou = people , dc = example",
        "dc=example",
        "OU=People, DC=example,DC=com",
        r"cn=Lovelace\, Ada,dc=example",
    ],
    values.LdapFilter: ["(objectClass=person)", "(&(uid=*)(!(loginDisabled=TRUE)))", r"(cn=a\28b)"],
    values.LdapUrl: [
        "ldaps://ldap.example.com",
        "ldap://10.0.0.1:1389",
        "ldaps://a.example.com ldaps://b.example.com:3269/",
    ],
    values.SourceName: ["corp", "corp-ldap", "a" * 48, "2nd_corp"],
    values.TenantId: ["11111111-2222-3333-4444-555555555555"],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, given in WRONG.items() for value in given])
def test_wrong_value_is_refused(
    kind: Any,  # noqa: ANN401 - a type form
    value: str,
) -> None:
    """Each is refused, and the message repeats it."""
    with pytest.raises(ValidationError, match="got '"):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, given in RIGHT.items() for value in given])
def test_right_value_is_kept(
    kind: Any,  # noqa: ANN401 - a type form
    value: str,
) -> None:
    """Each stays as it is, and so does a value that is known only at apply."""
    for given_value in (value, "${var.later}"):
        assert TypeAdapter(kind).validate_python(given_value) == given_value


@pytest.mark.parametrize(
    ("value", "expected"), [("ML Fraud (EU)", r"ML Fraud \28EU\29"), ("a*b\\c", r"a\2ab\5cc"), ("plain", "plain")]
)
def test_value_in_a_filter_is_escaped(value: str, expected: str) -> None:
    """RFC 4515 section 3: what a filter would read as its own is written in hexadecimal."""
    assert values.escape_filter_value(value) == expected


@given(st.text())
def test_no_value_ends_its_filter(value: str) -> None:
    """Whatever a group is called, it stays one value of the filter."""
    assert not set("()*\0") & set(values.escape_filter_value(value))
