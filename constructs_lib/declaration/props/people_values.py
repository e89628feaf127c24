"""Constrained values of directories and identity providers, each with the reason for its bound."""

from __future__ import annotations

import re
from typing import Annotated

from constructs_lib.declaration.props.text_rules import ALL_VISIBLE, NORMALIZED, TextCheck, TextPattern
from constructs_lib.declaration.props.url_values import has_possible_host

__all__ = [
    "AttributeName",
    "BindName",
    "DistinguishedName",
    "LdapFilter",
    "LdapUrl",
    "SourceName",
    "TenantId",
    "escape_filter_value",
]

# RFC 4514 section 2.4: what a value must not hold unescaped.
_DN_PART = r"(?:[A-Za-z][A-Za-z0-9.-]*|[0-9]+(?:\.[0-9]+)+) *= *(?:\\[^\x00-\x1f\x7f]|[^,;\x22<>\\\x00-\x1f\x7f])+"
_DN = f"{_DN_PART}(?:, *{_DN_PART})*"
_URL = r"ldaps?://(?:(?![/?#,])[!-~])+/?"

# RFC 4515 section 3: what a value in a filter must not hold as it is.
_SPECIAL = re.compile(r"[*()\\\x00]")


def escape_filter_value(value: str) -> str:
    """Escape a value for a search filter (RFC 4515 section 3).

    Args:
        value: Any text, such as a group's name.
    """
    return _SPECIAL.sub(lambda match: f"\\{ord(match[0]):02x}", value)


def _is_one_group(value: str) -> bool:
    """Tell whether parentheses of a filter match, and all is in one pair: those of values are escaped."""
    depth = 0
    for index, character in enumerate(value, 1):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth <= 0:
            return index == len(value)
    return False


DistinguishedName = Annotated[
    str,
    TextPattern(
        _DN,
        "a DN is a list of parts, such as 'ou=people,dc=example,dc=com'",
        examples=("ou=people,dc=example,dc=com",),
    ),
    ALL_VISIBLE,
    NORMALIZED,
]
BindName = Annotated[
    str,
    TextPattern(
        rf"{_DN}|[^\x00-\x20\x7f@,=]+@[A-Za-z0-9.-]+",
        "the account is named by its DN, such as 'cn=keycloak,ou=services,dc=example,dc=com', or in Active Directory "
        "by its principal name, such as 'keycloak@example.com'",
        examples=("cn=keycloak,ou=services,dc=example,dc=com",),
    ),
    ALL_VISIBLE,
    NORMALIZED,
]
AttributeName = Annotated[
    str,
    # RFC 4512 section 2.5: a name, or an object identifier in numbers
    TextPattern(
        r"[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+",
        "an LDAP name has letters, digits and '-', such as 'givenName'",
        examples=("givenName",),
    ),
]
LdapFilter = Annotated[
    str,
    TextPattern(
        r"\([^\x00-\x1f\x7f]+\)",
        "an LDAP filter is in parentheses, such as '(objectClass=person)'",
        examples=("(objectClass=person)",),
    ),
    TextCheck(
        _is_one_group,
        "each parenthesis of an LDAP filter has its other one, and all is in one pair, such as '(&(a=b)(c=d))'",
    ),
    ALL_VISIBLE,
    NORMALIZED,
]
LdapUrl = Annotated[
    str,
    # Keycloak hands the URL to Java's JNDI, which reads a path as the base of all searches.
    TextPattern(
        f"{_URL}(?: {_URL})*",
        "a directory's URL is ldaps:// (or ldap://), a host and perhaps a port; several are parted by a space",
        examples=("ldaps://ldap.example.com",),
    ),
    TextCheck(
        lambda value: all(map(has_possible_host, value.split())),
        "a directory's host, and its port if it has one, must be possible ones",
    ),
]
SourceName = Annotated[
    str,
    TextPattern(
        "[a-z0-9][a-z0-9_-]{0,47}",
        "the name of a source of people is part of URLs: use 1 to 48 lower-case letters, digits, '-' or '_'",
        examples=("corp",),
    ),
]
TenantId = Annotated[
    str,
    # With `common` or a domain, no token would have the issuer that is asked for.
    TextPattern(
        "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "a tenant's id is a UUID in lower case, as the Entra admin center shows it",
        examples=("11111111-2222-3333-4444-555555555555",),
    ),
]
