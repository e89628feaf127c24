"""The entries of a directory with people and groups, as LDIF (RFC 2849)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.servers.ldap_server import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["READER", "directory_ldif", "group_dn", "person_dn"]

READER = f"cn=keycloak,ou=services,{SUFFIX}"
"""DN of the account that may read people and groups."""


def person_dn(username: str) -> str:
    """Return where a person stands."""
    return f"uid={username},ou=people,{SUFFIX}"


def group_dn(name: str) -> str:
    """Return where a group stands."""
    return f"cn={name},ou=groups,{SUFFIX}"


def directory_ldif(*, reader_password: str, passwords: Mapping[str, str], members: Mapping[str, Sequence[str]]) -> str:
    """Return the directory that the pages' and `demo-federated`'s settings describe.

    Args:
        reader_password: Of the account that reads.
        passwords: People's, by username.
        members: Usernames by group.
    """
    entries = [f"dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Example"]
    entries += [f"dn: ou={name},{SUFFIX}\nobjectClass: organizationalUnit" for name in ("services", "people", "groups")]
    classes = "objectClass: organizationalRole\nobjectClass: simpleSecurityObject"
    entries.append(f"dn: {READER}\n{classes}\nuserPassword: {reader_password}")
    for username, password in passwords.items():
        names = f"cn: {username}\ngivenName: {username}\nsn: Example\nmail: {username}@example.com"
        entries.append(f"dn: {person_dn(username)}\nobjectClass: inetOrgPerson\n{names}\nuserPassword: {password}")
    for group, usernames in members.items():
        lines = "\n".join(f"member: {person_dn(username)}" for username in usernames)
        entries.append(f"dn: {group_dn(group)}\nobjectClass: groupOfNames\n{lines}")
    return "\n\n".join(entries) + "\n"
