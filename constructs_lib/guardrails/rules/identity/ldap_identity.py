"""KC-LDAP-IDENTITY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.directories import DIRECTORIES, directory_text
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["LdapIdentity"]

# Directories make these themselves, and nobody changes them: Keycloak's own choice for each vendor, and more.
_FIXED = frozenset(
    {
        *("entryuuid", "guid", "ibm-entryuuid", "ipauniqueid", "nsuniqueid", "objectguid", "objectsid", "orclguid"),
        *("uniqueidentifier", "1.3.6.1.1.16.4", "1.2.840.113556.1.4.2"),
    }
)
# Names to log in with, which a directory's administrators hand out.
_HANDED_OUT = frozenset(
    {
        *("cn", "edupersonprincipalname", "employeeid", "employeenumber", "krbprincipalname", "mail"),
        *("msds-principalname", "samaccountname", "uid", "uidnumber", "userprincipalname"),
        *("0.9.2342.19200300.100.1.1", "0.9.2342.19200300.100.1.3", "2.5.4.3"),
    }
)
# Addresses, which an organization's own mail system hands out.
_ADDRESSES = frozenset(
    {
        *("email", "emailaddress", "mail", "rfc822mailbox", "userprincipalname"),
        *("0.9.2342.19200300.100.1.3", "1.2.840.113549.1.9.1"),
    }
)
_MAPPER = "keycloak_ldap_user_attribute_mapper"
_FAULT = "which people may write themselves in many directories"
_ARGUMENTS = {"uuid_ldap_attribute": _FIXED, "username_ldap_attribute": _FIXED | _HANDED_OUT}


class LdapIdentity(Rule):
    """Who somebody of a directory is is what its administrators decide, not what people write there themselves."""

    id = "KC-LDAP-IDENTITY"
    info = "people of a directory choose who they are here"
    why = (
        "Keycloak knows an account again by these two: many directories let people write the rest of their entry, and "
        "whoever copies what another one has there gets that one's account, or name in tokens. An uncommon attribute "
        "for e-mail addresses is a warning: what was verified once stays so when the directory says another."
    )
    source = "ASVS 5.0 V6.8.1, RFC 4530, Keycloak guide 'Server Administration', 'LDAP mappers'"
    remedy = (
        "leave uuid_ldap_attribute to the vendor's own, such as entryUUID or objectGUID, take names from uid, "
        "sAMAccountName or the like, and addresses from mail; exempt another attribute if nobody may write it but "
        "administrators"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to attributes of which nobody knows who writes them."""
        for directory in configuration.resources(*DIRECTORIES):
            for argument, known in _ARGUMENTS.items():
                attribute = directory_text(directory, argument)
                if attribute and attribute.lower() not in known:
                    yield directory.violation(f"{argument} is '{attribute}', {_FAULT}")
        for mapper in configuration.resources(_MAPPER):
            attribute = mapper.spelled("ldap_attribute")
            kind = (mapper.text("user_model_attribute") or "").lower()
            if not attribute:
                continue
            if kind == "username" and attribute.lower() not in _FIXED | _HANDED_OUT:
                yield mapper.violation(f"it takes names from '{attribute}', {_FAULT}")
            if kind == "email" and attribute.lower() not in _ADDRESSES:
                fault = f"it takes e-mail addresses from '{attribute}', {_FAULT}"
                yield Violation(mapper.subject, fault, level=Level.WARNING)
