"""Constrained values of directories and identity providers, each with the reason for its bound."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from constructs_lib.declaration.props.values import check_pattern

__all__ = [
    "AttributeName",
    "DistinguishedName",
    "LdapFilter",
    "LdapUrl",
    "SourceName",
    "TenantId",
    "escape_filter_value",
]

# RFC 4514 section 2.4: what a value must not hold unescaped.
_DN_PART = r"[A-Za-z][A-Za-z0-9.-]*=(?:\\.|[^,;\"<>\\])+"
_URL = r"ldaps?://[^\s/?#]+/?"

# RFC 4515 section 3: what a value in a filter must not hold as it is.
_SPECIAL = re.compile(r"[*()\\\x00]")


def escape_filter_value(value: str) -> str:
    """Escape a value for a search filter (RFC 4515 section 3).

    Args:
        value: Any text, such as a group's name.
    """
    return _SPECIAL.sub(lambda match: f"\\{ord(match[0]):02x}", value)


def _distinguished_name(value: str) -> str:
    rule = "a DN is a list of parts, such as 'ou=people,dc=example,dc=com'"
    return check_pattern(value, rf"{_DN_PART}(?:, *{_DN_PART})*", rule)


def _attribute_name(value: str) -> str:
    # RFC 4512 section 2.5: a name, or an object identifier in numbers
    rule = "an LDAP name has letters, digits and '-', such as 'givenName'"
    return check_pattern(value, r"[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+", rule)


def _ldap_filter(value: str) -> str:
    return check_pattern(value, r"\(.+\)", "an LDAP filter stands in parentheses, such as '(objectClass=person)'")


def _ldap_url(value: str) -> str:
    # Keycloak hands the URL to Java's JNDI, which reads a path as the base of all searches.
    rule = "a directory's URL is ldaps:// (or ldap://), a host and perhaps a port"
    return check_pattern(value, rf"{_URL}(?: {_URL})*", rule)


def _source_name(value: str) -> str:
    rule = "the name of a source of people stands in URLs: use 1 to 48 lower-case letters, digits, '-' or '_'"
    return check_pattern(value, r"[a-z0-9][a-z0-9_-]{0,47}", rule)


def _tenant_id(value: str) -> str:
    # With `common` or a domain, no token would have the issuer that is asked for.
    rule = "a tenant's id is a UUID, as the Entra admin center shows it"
    return check_pattern(value, r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", rule)


AttributeName = Annotated[str, AfterValidator(_attribute_name)]
DistinguishedName = Annotated[str, AfterValidator(_distinguished_name)]
LdapFilter = Annotated[str, AfterValidator(_ldap_filter)]
LdapUrl = Annotated[str, AfterValidator(_ldap_url)]
SourceName = Annotated[str, AfterValidator(_source_name)]
TenantId = Annotated[str, AfterValidator(_tenant_id)]
