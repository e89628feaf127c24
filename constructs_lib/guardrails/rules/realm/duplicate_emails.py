"""KC-DUPLICATE-EMAILS."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["DuplicateEmails"]


class DuplicateEmails(FlagRule):
    """An e-mail address belongs to one account."""

    id = "KC-DUPLICATE-EMAILS"
    info = "two accounts may have one e-mail address"
    why = "Whoever resets a password or links an identity provider by the address may get the other account."
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'Controlling login options'"
    remedy = "set duplicate_emails_allowed to false"
    types = ("keycloak_realm",)
    flag = "duplicate_emails_allowed"
    right = False
    fault = "duplicate_emails_allowed is on"
