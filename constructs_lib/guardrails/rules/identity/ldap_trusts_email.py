"""KC-LDAP-TRUST-EMAIL."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.rule import Level

__all__ = ["LdapTrustsEmail"]


class LdapTrustsEmail(FlagRule):
    """An address that a directory holds is not taken for verified."""

    id = "KC-LDAP-TRUST-EMAIL"
    level = Level.WARNING
    info = "a directory's e-mail addresses are trusted"
    why = "Where people may edit their entry, any of them can bear another one's address."
    source = "ASVS 5.0 V6.8.1"
    remedy = "set trust_email to false"
    types = ("keycloak_ldap_user_federation",)
    flag = "trust_email"
    right = False
    fault = "trust_email is on"
