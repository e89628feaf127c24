"""KC-LDAP-TRUST-EMAIL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.keycloak.directories import DIRECTORIES
from constructs_lib.guardrails.level import Level

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["LdapTrustsEmail"]


class LdapTrustsEmail(FlagRule):
    """An address that a directory holds is not taken for verified."""

    id = "KC-LDAP-TRUST-EMAIL"
    level = Level.WARNING
    info = "a directory's e-mail addresses are trusted"
    why = "Where people may edit their entry, any of them can bear another one's address."
    source = "ASVS 5.0 V6.8.1"
    remedy = "set trust_email to false"
    types = DIRECTORIES
    flag = "trust_email"
    right = False
    fault = "trust_email is on"

    def read(self, resource: Resource) -> Value:
        """Return the flag, by either name."""
        return resource.value(self.flag) if resource.value(self.flag) is not None else resource.setting("trustEmail")
