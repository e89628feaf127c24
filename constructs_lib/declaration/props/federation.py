"""A directory of people: LDAP or Active Directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.people_values import (
    AttributeName,
    BindName,
    DistinguishedName,
    LdapFilter,
    LdapUrl,
)
from constructs_lib.declaration.props.server_limits import LargestNumber, ShortText
from constructs_lib.declaration.props.text_rules import ALL_VISIBLE, NORMALIZED
from constructs_lib.declaration.props.values import Duration, Flag, GroupName, WholeNumber

__all__ = [
    "FederationProps",
    "LdapBindProps",
    "LdapGroupsProps",
    "LdapSyncProps",
    "LdapUsersProps",
    "LdapVendor",
]


@dataclass(frozen=True)
class LdapVendor:
    """What a kind of directory calls things (Keycloak's Admin Console, "Add LDAP provider").

    Attributes:
        username_attribute: Holds the name that a person logs in with.
        uuid_attribute: Never changes.
        rdn_attribute: The first part of a person's DN.
        user_classes: Object classes of people.
        group_classes: Object classes of groups.
    """

    uuid_attribute: str
    username_attribute: str = "uid"
    rdn_attribute: str = "uid"
    user_classes: tuple[str, ...] = ("inetOrgPerson", "organizationalPerson")
    group_classes: tuple[str, ...] = ("groupOfNames",)


_VENDORS = {
    "ad": LdapVendor(
        uuid_attribute="objectGUID",
        username_attribute="sAMAccountName",
        rdn_attribute="cn",
        user_classes=("person", "organizationalPerson", "user"),
        group_classes=("group",),
    ),
    "rhds": LdapVendor(uuid_attribute="nsuniqueid"),
    "tivoli": LdapVendor(uuid_attribute="uniqueidentifier"),
    "edirectory": LdapVendor(uuid_attribute="guid"),
    "other": LdapVendor(uuid_attribute="entryUUID"),
}


class LdapBindProps(Props):
    """The account that Keycloak reads with. Its password is the sensitive variable `<federation>_bind_credential`."""

    dn: BindName
    """Its DN, or its principal name in Active Directory. It needs to read people and groups, and nothing else."""


class LdapUsersProps(Props):
    """Where the directory keeps people, and how it calls what belongs to them."""

    dn: DistinguishedName
    """DN below which people stand."""
    search_scope: Literal["one_level", "subtree"] = "one_level"
    """`subtree` finds people in folders below `dn` as well."""
    filter: LdapFilter | None = None
    """Only people who match may log in, such as `(memberOf=cn=ml,ou=groups,dc=example,dc=com)`."""
    object_classes: tuple[AttributeName, ...] | None = None
    """Object classes of people; defaults to what the vendor uses."""
    username_attribute: AttributeName | None = None
    """Name that a person logs in with; defaults to the vendor's: `sAMAccountName` for `ad`, else `uid`."""
    uuid_attribute: AttributeName | None = None
    """What never changes; defaults to the vendor's: `objectGUID` for `ad`, `entryUUID` for `other`, …"""
    rdn_attribute: AttributeName | None = None
    """First part of a person's DN; defaults to the vendor's: `cn` for `ad`, else `uid`."""
    email_attribute: AttributeName = "mail"
    """E-mail address. Whoever may write it there chooses the address that applications are told, as a verified one."""
    first_name_attribute: AttributeName = "givenName"
    """First name."""
    last_name_attribute: AttributeName = "sn"
    """Last name."""


class LdapGroupsProps(Props):
    """Which of the directory's groups are which of ours."""

    dn: DistinguishedName
    """DN below which groups stand."""
    map: dict[Annotated[ShortText, Field(min_length=1), ALL_VISIBLE, NORMALIZED], GroupName] = Field(min_length=1)
    """From a group's name in the directory to our group, whose grants its members get. The rest of the directory's
    groups never reach Keycloak."""
    object_classes: tuple[AttributeName, ...] | None = None
    """Object classes of groups; defaults to the vendor's: `group` for `ad`, else `groupOfNames`."""
    name_attribute: AttributeName = "cn"
    """Name of a group."""
    membership_attribute: AttributeName = "member"
    """Holds a group's members."""
    membership_type: Literal["dn", "uid"] = "dn"
    """Members are named by DN, or by username as in `posixGroup`."""
    nested: Flag = False
    """Members of a group within a mapped group count too; Active Directory alone can tell."""


class LdapSyncProps(Props):
    """Copying people ahead of their first login; without it they are copied as they log in."""

    changed: Duration | None = None
    """How often those who changed are copied."""
    full: Duration | None = None
    """How often all are copied."""


class FederationProps(Props):
    """People of an LDAP directory log in with its passwords (`keycloak_ldap_user_federation`).

    Keycloak reads the directory and never writes to it, unless `edit_mode` says so.
    """

    vendor: Literal["ad", "rhds", "tivoli", "edirectory", "other"]
    """Kind of directory, for the names of attributes: Active Directory, Red Hat (389), Tivoli, eDirectory; OpenLDAP is
    `other`."""
    url: LdapUrl
    """Address, such as `ldaps://ldap.example.com`; several, for when one is down, are separated by a space. Keycloak
    checks the server's certificate against its truststore (`--truststore-paths`)."""
    start_tls: Flag = False
    """Encrypt an `ldap://` connection by StartTLS (RFC 4511 section 4.14); `ldaps://` is encrypted from the start."""
    bind: LdapBindProps
    """The account that Keycloak reads with."""
    users: LdapUsersProps
    """Where people are."""
    groups: LdapGroupsProps | None = None
    """Which of the directory's groups are which of ours; left out, its people have no grants."""
    sync: LdapSyncProps = Field(default_factory=LdapSyncProps)
    """Copying people ahead of their first login."""
    cache: Duration | None = None
    """How long Keycloak may rely on what the directory said of a person. Left out, it asks for every token, so that who
    left a group has no role of it in the next token."""
    edit_mode: Literal["read_only", "unsynced", "writable"] = "read_only"
    """`unsynced` keeps changes in Keycloak alone, `writable` sends them to the directory."""
    import_enabled: Flag = True
    """Keycloak keeps a copy of people, for sessions and events; never of their passwords."""
    trust_email: Flag = False
    """The directory's e-mail addresses count as proven."""
    priority: WholeNumber = Field(default=0, ge=0, le=LargestNumber)
    """Of several directories the one with the lowest number is asked first."""
    connection_timeout: Duration = "5s"
    """How long a login waits for a connection."""
    read_timeout: Duration = "10s"
    """How long it waits for an answer."""
    enabled: Flag = True
    """People of a disabled directory cannot log in."""

    @property
    def names(self) -> LdapVendor:
        """What the directory calls things: what is declared, or else what its vendor uses."""
        vendor = _VENDORS[self.vendor]
        users = self.users
        return LdapVendor(
            uuid_attribute=users.uuid_attribute or vendor.uuid_attribute,
            username_attribute=users.username_attribute or vendor.username_attribute,
            rdn_attribute=users.rdn_attribute or vendor.rdn_attribute,
            user_classes=users.object_classes or vendor.user_classes,
            group_classes=(self.groups and self.groups.object_classes) or vendor.group_classes,
        )
